"""`icsim trace`: one team followed through both worlds of a theory, from the first difference to what came of it."""

import hashlib
import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from icsim.base.errors import UserError
from icsim.base.progress import ProgressCallback
from icsim.engine.ensemble import replicate_seeds
from icsim.theory.arms import compose_all
from icsim.theory.clauses import ArmPair as Arms
from icsim.theory.clauses import BoundClause, bind_clauses
from icsim.theory.load_theory import find_theories, load_theory
from icsim.theory.theory_schema import Theory
from icsim.trace.captions import Caption, CaptionWriter, ChainLink, representative_pair_text
from icsim.trace.choice_terms import ChoiceTerms, choice_terms
from icsim.trace.divergence import Divergence, first_divergence
from icsim.trace.followed_team import most_affected_team, team_position
from icsim.trace.input_differences import distant_differences, local_differences
from icsim.trace.paired_run import EgoNetwork, PairedRun, ego_network, run_pair
from icsim.trace.representative_pair import RepresentativePair, check_enough, choose_pair
from icsim.trace.series import all_series, measure_series


@dataclass(frozen=True)
class TraceCase:
    """A theory with its two worlds, and whom to follow; no team: the one whose reasoning differs most."""

    theory: Theory
    arms: Arms
    asked: tuple[BoundClause, ...]
    team: int | None
    content: str  # hash of the theory, both arms and the team asked for
    command: str

    @property
    def worlds(self) -> tuple[str, str]:
        """What the two worlds are called."""
        first, second = self.theory.contrasted
        return first.replace("_", " "), second.replace("_", " ")

    def first(self, part: str) -> BoundClause:
        """The first clause of a part."""
        return next(one for one in self.asked if one.part == part)


@dataclass(frozen=True)
class TraceResult:
    """A case after it ran: the data, and the captions."""

    case: TraceCase
    pair: PairedRun
    near: EgoNetwork
    chosen: RepresentativePair
    divergence: Divergence | None
    links: tuple[ChainLink, ...]
    captions: tuple[Caption, ...]
    why: ChoiceTerms
    pair_said: str
    divergence_said: str

    @property
    def team(self) -> str:
        """Whom it follows."""
        return self.pair.world.teams[self.near.team].name


def load_trace_case(given: Sequence[str], overrides: Sequence[str]) -> TraceCase:
    """The case that words stand for, checked before anything runs: a theory, and a team if one is named."""
    if not given:
        raise UserError("no theory; name one of icsim list theories, such as icsim trace box4")
    if len(given) > 2:
        raise UserError(f"{given[2]}: one word too many; give a theory and at most one team")
    files = find_theories(given[:1])
    if len(files) > 1:
        raise UserError(f"{given[0]} is {len(files)} theories; trace follows one: {', '.join(files)}")
    ((_, path),) = files.items()
    theory = load_theory(path)
    every = compose_all(theory, overrides, path.name)
    asked = bind_clauses(theory, every, path.name)
    first, second = theory.contrasted
    arms = every[first], every[second]
    team = team_position(arms[0].world, given[1]) if len(given) > 1 else None
    check_enough(arms)
    data = [theory.model_dump(), *(arm.content_hash() for arm in arms), list(given[1:])]
    content = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    return TraceCase(theory, arms, asked, team, content, shlex.join(["icsim", "trace", *given, *overrides]))


def run_trace(case: TraceCase, progress: ProgressCallback | None = None) -> TraceResult:
    """Choose the pair, follow it, and tell what happened to the team."""
    index, chosen = choose_pair(case.arms, case.first("outcome"), progress)
    pair = run_pair(case.arms, replicate_seeds(case.arms[0])[index])
    team = case.team if case.team is not None else most_affected_team(pair, case.first("reasoning"))
    near = ego_network(pair, team)
    links = tuple(ChainLink(one, measure_series(pair, near, one.clause.measure, one.clause.of)) for one in case.asked)
    teller = CaptionWriter(pair, near, case.worlds)
    captions = teller.all(local_differences(pair, near), distant_differences(pair, near), links, all_series(pair, near))
    divergence = first_divergence(pair, near)
    return TraceResult(
        case, pair, near, chosen, divergence, links, tuple(captions), choice_terms(pair, near),
        representative_pair_text(chosen, case.first("outcome")), teller.divergence(divergence),
    )  # fmt: skip
