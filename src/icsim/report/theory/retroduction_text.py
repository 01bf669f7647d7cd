"""Where an outcome came and the reasoning did not: what moved before it, as a part of `verdict.json` and in sentences."""

from collections.abc import Iterator

from icsim.report.theory import clause_text
from icsim.report.theory.share_text import distinct_name
from icsim.results.further import MovedStateRecord, RetroducedOutcomeRecord, RetroductionRecord
from icsim.results.verdict import ClauseRecord, VerdictFile
from icsim.theory.retroduction import MovedState, Retroduction

MOST_TOLD = 4  # states that a sentence names
NOT_CAUSE = (
    "to have moved before it is not to have brought it about: made the reasoning of a theory of its own, a state is held still, "
    "and what then is lost of the outcome came through it"
)


def retroduction_record(found: Retroduction) -> RetroductionRecord:
    """The same with measures and people in words."""
    outcomes = tuple(
        RetroducedOutcomeRecord(
            clause=one.asked.column,
            display=clause_text.measure_text(one.asked),
            states=tuple(map(_state, one.states)),
            looked_at=one.looked_at,
        )
        for one in found.outcomes
    )
    return RetroductionRecord(
        settings=found.settings, of=found.of, read=found.read, otherwise=found.otherwise, replicates=found.replicates,
        outcomes=outcomes,
    )  # fmt: skip


def _state(one: MovedState) -> MovedStateRecord:
    return MovedStateRecord(
        measure=one.measure.name,
        display=one.measure.display,
        who=clause_text.group_text(one.of, one.measure.carrier),
        rose=one.rose,
        share=one.share,
        otherwise=one.otherwise,
        week=one.week,
        steps=one.steps,
        declared=one.declared,
    )


def retroduction_lines(found: VerdictFile) -> Iterator[tuple[str, str]]:
    """In how many settings that was, and for each outcome what moved first."""
    one = found.retroduction
    if one is None or not found.verdict.tested:
        return
    read = f" ({one.read} of them read week by week, {one.replicates} replicates)" if one.read else ""
    yield "through", f"in {one.settings} of {one.of} settings every outcome came, but not every reasoning{read}"
    outcomes = found.part("outcome")
    clauses = {clause.clause: clause for clause in outcomes}
    for outcome in one.outcomes:
        clause = clauses[outcome.clause]
        name = f"“{distinct_name(clause, outcomes)}”"
        yield "through", _moved(name, outcome, one) if outcome.states else _nothing(name, outcome, clause)
    if any(outcome.states for outcome in one.outcomes):
        yield "through", NOT_CAUSE


def _moved(name: str, outcome: RetroducedOutcomeRecord, found: RetroductionRecord) -> str:
    told = "; ".join(_one(state, found) for state in outcome.states[:MOST_TOLD])
    more = f"; and {len(outcome.states) - MOST_TOLD} more" if len(outcome.states) > MOST_TOLD else ""
    return f"before {name} there moved, by what counts, in half of those settings or more: {told}{more}"


def _one(state: MovedStateRecord, found: RetroductionRecord) -> str:
    way = "rose" if state.rose else "fell"
    times = f"in {round((state.share or 0.0) * found.read)} of {found.read}"
    other = (
        f"; where not every outcome came, it moved in {round(state.otherwise * found.otherwise)} of the {found.otherwise} "
        "settings read"
        if state.otherwise is not None
        else ""
    )
    own = "; a reasoning of the theory" if state.declared else ""
    between = "its own equation reads it" if not state.steps else f"{state.steps} state{'s' * (state.steps != 1)} in between"
    return f"{state.display}, {state.who}, which {way} {times} (week {state.week}; {between}{other}{own})"


def _nothing(name: str, outcome: RetroducedOutcomeRecord, clause: ClauseRecord) -> str:
    """What is left to say where nothing moved first: the way by which rules lead there from what differs."""
    route = clause.route
    way = f"; rules lead from what differs to it: {' → '.join(route.way)}" if route is not None and route.way else ""
    none = f"none of the {outcome.looked_at} states that lead to it moved by what counts in half of those settings"
    return f"before {name} {none}{way}"
