"""What a survey of staff would show: the state of the team, each person's own disposition and own standing, and an error.

The survey stands beside the states. No step and no rule reads it; what is compared with published surveys does: agreement
within teams, and leadership as staff rate it. Of a team the week knows the mean disposition of its people; the survey draws
how single people lie about that mean, keyed by team, person and structure seed; where each of them stands in what is asked,
keyed by question besides; and the error of each answer, keyed by question and week.
"""

import numpy as np

from icsim.catalogue.load import PARAMETERS, VARIANTS
from icsim.engine.block_fields import Block
from icsim.week.array_types import EntityGrid, IndexArray
from icsim.week.rng import Process, draw4_array, repeated

RELIABILITY = 0.80
"""Of one person's answer: the share of the variance of answers that is not error (a convention; raw r is .80 of corrected)."""

OWN_STANDING = 0.12
"""Deviation of where one person stands in what is asked, whatever the team and the person's nature: the own post, the own shift.

What is left of the variance of answers, .04 of the scale squared: .008 are error (RELIABILITY); affectivity holds 10 to 25 %, .004
to .01 (people.disposition); teams .05 to .30 of it, about .007 (LeBreton & Senter 2008). .12 squared is .014. An assumption.
"""

TRUSTING = ("trust_leading",)  # questions that are coloured by propensity to trust; the others are by affectivity
QUESTIONS = ("safety", "fairness", "clarity", "morale", *TRUSTING)
UNIFORM = np.sqrt(12.0)  # a uniform draw times this has the deviation 1


def heads(block: Block) -> IndexArray:
    """The team of each person asked, [person]: everybody is."""
    return np.repeat(np.arange(block.size.size), block.size.astype(np.int64))


def own_dispositions(block: Block, question: str) -> EntityGrid:
    """How far each person lies from the mean of the team by nature, [person, lane]; 0 where nobody differs."""
    team, number = heads(block), _numbers(block)
    keys = np.asarray(block.structures)[np.arange(block.lanes) % block.structures.size]
    draws = draw4_array(int(Process.SURVEY), 0, block.team_id[team][:, None], number[:, None], keys[None, :])
    lies = UNIFORM * (draws[1 if question in TRUSTING else 0] - 0.5)
    mean = _sums(lies, team) / block.size[:, None]
    deviation = block.par[PARAMETERS.index("people.disposition")] * (block.var[VARIANTS.index("people")] > 0)
    return np.asarray(deviation[None, :] * (lies - mean[team]))


def own_standings(block: Block, question: str) -> EntityGrid:
    """Where each person stands in what is asked, about the team and apart from nature, [person, lane]; 0 where nobody differs."""
    keys = np.asarray(block.structures)[np.arange(block.lanes) % block.structures.size]
    which = repeated(int(Process.SURVEY), 1 + QUESTIONS.index(question))
    u = draw4_array(which, 0, block.team_id[heads(block)][:, None], _numbers(block)[:, None], keys[None, :])[1]
    return np.asarray(OWN_STANDING * UNIFORM * (u - 0.5) * (block.var[VARIANTS.index("people")] > 0))


def answers(block: Block, question: str, week: int) -> EntityGrid:
    """What each person answers, [person, lane]; of trust, in the near leader."""
    team = heads(block)
    state = getattr(block, question)[0::2] if question in TRUSTING else getattr(block, question)
    meant = state[team] + own_dispositions(block, question) + own_standings(block, question)
    keys = np.asarray(block.seeds)[np.arange(block.lanes) % block.seeds.size]
    asked = repeated(int(Process.SURVEY), 1 + QUESTIONS.index(question))
    u = draw4_array(asked, week, block.team_id[team][:, None], _numbers(block)[:, None], keys[None, :])[0]
    each = meant.reshape(meant.shape[0], -1, block.seeds.size).var(axis=(0, 2))  # of each setting that the block holds
    error = np.sqrt(np.repeat(each, block.seeds.size) * (1.0 - RELIABILITY) / RELIABILITY)
    return np.asarray(meant + error * UNIFORM * (u - 0.5))


def rated(block: Block, conduct: EntityGrid) -> EntityGrid:
    """Conduct of the near leaders, [team, lane], as their teams rate it, but for error: coloured as all that they meet."""
    return np.asarray(np.clip(conduct + block.affectivity, 0.0, 1.0))


def _numbers(block: Block) -> IndexArray:
    """Each person's number within the team."""
    return np.concatenate([np.arange(int(size)) for size in block.size])


def _sums(values: EntityGrid, team: IndexArray) -> EntityGrid:
    """Sums over the people of each team."""
    sums = np.zeros((int(team.max()) + 1, values.shape[1]))
    np.add.at(sums, team, values)
    return sums
