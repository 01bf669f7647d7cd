"""What was compared, as a part of `verdict.json`: place, arms, events and context, and all of it in a sentence."""

from collections.abc import Iterator, Mapping, Sequence

from icsim.base.plain_text import and_list
from icsim.config.config_paths import flatten
from icsim.report.theory.clause_text import NONE, event_text, measure_text, path_label, setting_value_text
from icsim.report.words import readable_name
from icsim.results.verdict import ArmRecord, ComparisonRecord, EffortRecord
from icsim.theory.arms import by_levels
from icsim.theory.comparison import (
    SHARED,
    ComparedValue,
    clause_key,
    compared_values,
    differing,
    own_events,
    shared_events,
    warnings,
)
from icsim.theory.settings_table import settings_of, unfit_lines
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_schema import is_interaction

MOST_SAID = 4  # differences that the sentence names; the table has all


def comparison_record(case: TheoryCase, effort: EffortRecord) -> ComparisonRecord:
    """What was compared."""
    values, own = compared_values(case), own_events(case)
    first, second = case.theory.contrasted
    context = by_levels({key: value for key, value in case.theory.context.items() if key not in SHARED})
    return ComparisonRecord(
        sentence=_sentence(case, effort, values),
        place=effort.place,
        weeks=effort.weeks,
        context={path_label(path): setting_value_text(value) for path, value in flatten(context)},
        events=tuple(event_text(item) for item in shared_events(case)),
        labels={one.path: path_label(one.path) for one in values},
        arms=tuple(
            ArmRecord(
                name=name,
                values={one.path: _value(one.values[name]) for one in values},
                events=tuple(event_text(item) for item in own[name]),
            )
            for name in case.arms
        ),
        first=first,
        second=second,
        overrides=tuple(one for one in case.overrides if not one.startswith("out=")),
        warnings=(*(_plain(text, case) for text in warnings(case)), *_of_settings(case)),
        follows=case.theory.follows,
        inherited=tuple(_inherited(case)),
    )


def _of_settings(case: TheoryCase) -> Iterator[str]:
    """What the terminal says of the table that the settings come from, too."""
    settings = case.pair[0]
    budget = settings.values["budget"]
    yield from unfit_lines(settings_of(settings), max(int(budget["draws"]), int(budget["scope_draws"])))


def _inherited(case: TheoryCase) -> Iterator[str]:
    """What the theory's own file does not say and the one that it follows does, in the words of the record."""
    yield from (key for key in ("place", "weeks") if key in case.inherited)
    own = by_levels({key: value for key, value in case.inherited.items() if key not in SHARED})
    yield from (path_label(path) for path, _ in flatten(own))
    timeline = case.inherited.get("timeline")
    before = timeline if isinstance(timeline, list) else []
    yield from (event_text(item) for item in shared_events(case) if item in before)


def _sentence(case: TheoryCase, effort: EffortRecord, values: tuple[ComparedValue, ...]) -> str:
    first, second = case.theory.contrasted
    paths = differing(case)
    told = [
        f"{path_label(one.path)} {_value(one.values[first])} against {_value(one.values[second])}"
        for one in values
        if one.path in paths
    ]
    more = [f"{len(told) - MOST_SAID} more"] if len(told) > MOST_SAID else []
    events = [_events(case, first, second)] if "timeline" in paths else []
    differ = "; ".join([*told[:MOST_SAID], *more, *events])
    interaction = is_interaction(case.theory.weights(case.theory.outcome[0]))
    also = f", and how that differs between their pairs ({case.theory.contrast})" if interaction else ""
    return (
        f"“{readable_name(first)}” is compared with “{readable_name(second)}”{also}: {differ}. Everything else is the same in "
        f"both, random numbers included: {effort.place}, {effort.weeks} weeks, {effort.draws} settings of the rules' numbers with "
        f"{effort.replicates} replicates each."
    )


def _events(case: TheoryCase, first: str, second: str) -> str:
    """The dated events that one of the two has and the other has not: `restructure in week 30 against none`."""
    one, other = (case.arms[name].timeline for name in (first, second))
    return f"{_dated(one, other) or 'no dated event'} against {_dated(other, one) or 'none'}"


def _dated(these: Sequence[Mapping[str, object]], others: Sequence[Mapping[str, object]]) -> str:
    """The events among these that the others have not, each with its week; empty where there are none."""
    told = []
    for item in these:
        if item not in others:
            week, _, what = event_text(item).partition(": ")
            told.append(f"{what} in {week}")
    more = [f"{len(told) - MOST_SAID} more"] if len(told) > MOST_SAID else []
    return and_list([*told[:MOST_SAID], *more]) if told else ""


def _plain(text: str, case: TheoryCase) -> str:
    """A warning in labels, not in keys of the file."""
    for path in differing(case):
        text = text.replace(path, "dated events" if path == "timeline" else path_label(path))
    for one in case.asked:
        text = text.replace(clause_key(one), f"{one.part} “{measure_text(one)}”")
    return text


def _value(value: object) -> str:
    return NONE if value is None else setting_value_text(value)
