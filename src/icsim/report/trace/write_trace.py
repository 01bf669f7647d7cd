"""What a traced team leaves behind: `trace.json` (`icsim.results.trace`), both configurations, the figure, page and crate."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from icsim.base.version import __version__
from icsim.catalogue import catalogue
from icsim.config.provenance import write_provenance
from icsim.engine.block_fields import COUNT, GRIDS, STATE
from icsim.report.figure_style import save_figures
from icsim.report.page import PAGE, write_page
from icsim.report.trace import trace_figure
from icsim.report.trace.trace_page import trace_page
from icsim.results import trace as record
from icsim.results.result_crate import write_result_crate
from icsim.theory.theory_schema import PARTS
from icsim.trace import labels
from icsim.trace.captions import KINDS, Caption
from icsim.trace.choice_terms import TERMS, ChoiceTerms
from icsim.trace.run_trace import TraceResult

DIGITS = 6  # decimals of states: a screen shows fewer, and a page loads faster
WORLDS: tuple[record.WorldName, ...] = ("first", "second")


def write_trace(traced: TraceResult, folder: Path) -> None:
    """All files."""
    found = trace_record(traced)
    found.write(folder)
    for name, arm in zip(traced.case.theory.contrasted, traced.case.arms, strict=True):
        (folder / name).mkdir()
        write_provenance(arm, folder / name)
    save_figures({"trace": lambda: trace_figure.draw(traced)}, folder)
    write_page(folder, trace_page(found), folder / PAGE)
    name = f"{found.theory.title}: one team in two worlds"
    write_result_crate(folder, name, found.command, [(found.theory.id, found.content_hash)], traced.case.arms)


def trace_record(traced: TraceResult) -> record.Trace:
    """The content of `trace.json`."""
    case, pair = traced.case, traced.pair
    first, second = case.theory.contrasted
    team = pair.world.teams[traced.near.team]
    return record.Trace(
        icsim=__version__,
        command=case.command,
        content_hash=case.content,
        theory=record.TheoryName(id=case.theory.id, title=case.theory.title),
        worlds=record.WorldNames(first=first, second=second, displays=case.worlds),
        pair=_pair(traced),
        team=record.FollowedTeam(name=team.name, profession=team.profession),
        divergence=_divergence(traced),
        captions=tuple(_caption(n, one) for n, one in enumerate(traced.captions, start=1)),
        chain=tuple(_chain_part(traced, part) for part in PARTS),
        weeks=tuple(range(pair.last + 1)),
        labels={name: labels.state(name) for name in GRIDS if _kept(name)},
        states=_states(traced),
        why=_why(traced.why),
        events=tuple(_events(traced)),
    )


def _pair(traced: TraceResult) -> record.ChosenPair:
    chosen, replicate = traced.chosen, traced.pair.replicate
    return record.ChosenPair(
        structure_seed=replicate.structure_seed, seed=replicate.seed,
        position=chosen.index, pairs=chosen.pairs, effect=chosen.effect,
        median=chosen.median, higher=chosen.higher, lower=chosen.lower, same=chosen.same, other_way=chosen.other_way,
        text=traced.pair_said,
    )  # fmt: skip


def _divergence(traced: TraceResult) -> record.FirstDifference | None:
    found = traced.divergence
    if found is None:
        return None
    return record.FirstDifference(
        week=found.week, step=found.step, state=found.field, carrier=GRIDS[found.field], display=labels.state(found.field),
        first=found.values[0], second=found.values[1], text=traced.divergence_said,
    )  # fmt: skip


def _caption(number: int, one: Caption) -> record.CaptionLine:
    badge = one.badge
    first, second = one.values if one.values is not None else (math.nan, math.nan)
    return record.CaptionLine(
        number=number, kind=one.kind, heading=KINDS[one.kind], week_from=one.weeks[0], week=one.weeks[1], text=one.text,
        measure=one.series.measure if one.series is not None else None, who=one.series.who if one.series is not None else None,
        first=_rounded(first), second=_rounded(second),
        badge=None if badge is None else record.Badge(
            origin=badge.origin, display=badge.display, through=badge.through, others=badge.others, rules=badge.rules
        ),
    )  # fmt: skip


def _chain_part(traced: TraceResult, part: str) -> record.ChainPart:
    clauses = [
        record.ClauseCourse(
            measure=link.series.measure, display=link.series.display, who=link.series.who, week=link.asked.week,
            expect=link.asked.clause.expect, smallest_effect=link.asked.smallest,
            first=_course(link.series.values, 0), second=_course(link.series.values, 1),
        )
        for link in traced.links
        if link.asked.part == part
    ]  # fmt: skip
    return record.ChainPart(part=part, clauses=tuple(clauses))


def _states(traced: TraceResult) -> record.States:
    """What the team, its leaders and the team's relations were week by week, as each week left them."""
    pair, near = traced.pair, traced.near
    posts = pair.world.posts

    def held(names: Sequence[str], row: int) -> dict[str, record.ByWorld]:
        return {name: _both(pair.field(name)[:, row]) for name in names}

    return record.States(
        team=held(_names("team"), near.team),
        leading=tuple(
            record.LedBy(leader=posts[p].name, states=held(STATE["leading"], 2 * near.team + n)) for n, p in enumerate(near.leaders)
        ),
        leaders=tuple(
            record.LeaderStates(leader=posts[p].name, tier=posts[p].tier, states=held(_names("leader"), p)) for p in near.leaders
        ),
        ties=_ties(traced),
    )


def _ties(traced: TraceResult) -> record.TieMeans:
    """Means over the ties that exist: trust of the team in its partners, and of theirs in it."""
    pair, near = traced.pair, traced.near
    here = pair.field("present")[:, list(near.ties)]
    sides = np.array(near.sides, dtype=bool)[None, :, None]
    a, b = (pair.field(name)[:, list(near.ties)] for name in ("trust_ab", "trust_ba"))
    with np.errstate(invalid="ignore", divide="ignore"):
        given, received = (
            np.where(here > 0.0, values, 0.0).sum(axis=1) / here.sum(axis=1)
            for values in (np.where(sides, b, a), np.where(sides, a, b))
        )
    joint, cases = (pair.field(name)[:, list(near.ties)].sum(axis=1) for name in ("joint", "cases"))
    return record.TieMeans(
        trust_given=_both(given), trust_received=_both(received), partners=_both(here.sum(axis=1)), cases=_both(cases),
        joint=_both(joint),
    )  # fmt: skip


def _why(found: ChoiceTerms) -> record.Choice:
    """Terms of the weekly choice to work jointly, from week 1 on."""
    terms = (
        record.ChoiceTerm(
            name=name, display=ChoiceTerms.display(name), speaks_for=ChoiceTerms.speaks_for(name),
            first=_course(found.terms[name], 0), second=_course(found.terms[name], 1),
        )
        for name in TERMS
    )  # fmt: skip
    return record.Choice(terms=tuple(terms), chance=_both(found.chance))


def _events(traced: TraceResult) -> list[record.TeamEvent]:
    """What happened to the team and its leaders, by week and world: dated events, decisions, leaders who went and came."""
    pair, near = traced.pair, traced.near
    found: list[record.TeamEvent] = []

    for k, world in enumerate(WORLDS):

        def add(week: int, event: str, who: str, display: str, world: record.WorldName = world) -> None:
            found.append(record.TeamEvent(week=week, world=world, event=event, who=who, display=display))

        for item in pair.arms[k].timeline:
            for name in item.keys() & catalogue().events.keys():
                add(item["week"], name, "", catalogue().events[name].display)
        for p in near.leaders:
            who = pair.world.posts[p].name
            mode = pair.field("mode")[:, p, k]
            for week in np.flatnonzero(mode > 0.0).tolist():
                add(week, "decided", who, f"decided {labels.decision_way(mode[week])}")
            for name, event, display in (("exits", "left", "left"), ("incumbent", "arrived", "a successor arrived")):
                for week in (np.flatnonzero(np.diff(pair.field(name)[:, p, k]) > 0.0) + 1).tolist():
                    add(week, event, who, display)
    return sorted(found, key=lambda one: (one.week, one.world, one.event, one.who))


def _names(carrier: str) -> list[str]:
    return [name for name in (*STATE[carrier], *COUNT.get(carrier, ())) if _kept(name)]


def _kept(name: str) -> bool:
    """States and counts; not the dice that leaders are measured against."""
    carrier = GRIDS[name]
    return name not in ("exit_draw", "survival", "unopened") and name in (*STATE.get(carrier, ()), *COUNT.get(carrier, ()))


def _both(values: NDArray[np.float64]) -> record.ByWorld:
    """[week, world] as two lists."""
    return record.ByWorld(first=_course(values, 0), second=_course(values, 1))


def _course(values: NDArray[np.float64], world: int) -> tuple[float | None, ...]:
    return tuple(_rounded(float(x)) for x in values[:, world])


def _rounded(value: float) -> float | None:
    return round(value, DIGITS) if math.isfinite(value) else None
