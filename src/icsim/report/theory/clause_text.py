"""How a theory, its clauses and what differs elsewhere are said: display labels only, never the names of a file."""

import math
import re
from collections.abc import Mapping, Sequence

from icsim.catalogue import catalogue
from icsim.config.config_paths import flatten, icsim_entries
from icsim.engine.people_served import EVERY_GROUP, SERVED
from icsim.report.words import fitting, readable_name
from icsim.theory.clauses import BoundClause
from icsim.theory.theory_schema import (
    BYSTANDERS,
    EMERGENT,
    IMPOSED,
    PARAMETER_DEPENDENT,
    ROLE_LETTERS,
    OccurrenceSpec,
    RoleName,
    Theory,
    is_interaction,
)

EXPECTED = {"up": "higher", "down": "lower", "none": "no change", "inverted_u": "most in between"}
STAT_LABELS = {"mean": "", "sd": "how far it differs", "range": "the range", "sum": "together"}
TIER_LABELS = {"team": "team leaders", "system": "system leaders"}
SELECTION_WORDS = {"led_by": "led by", "power_rank": "power rank:"}
ROLES: Mapping[RoleName, str] = {
    IMPOSED: (
        "A rule has its sign: passing is then verification, which shows that the program does what it says, and is no finding."
    ),
    PARAMETER_DEPENDENT: (
        "Its sign hangs on how large some numbers are, which the review does not say: a boundary between them says more than a "
        "word for how often it held."
    ),
    EMERGENT: "No rule has its sign: if it then holds, it came out of many encounters, and is a finding.",
}
NONE = "–"
SAME_CHOICE = 0.01  # how near a mean of choices lies to the one that all made


def role_text(role: RoleName) -> str:
    """`parameter-dependent (P)`: a role in words, with its letter."""
    return f"{role.replace('_', '-')} ({ROLE_LETTERS[role]})"


def measure_text(asked: BoundClause) -> str:
    """What is measured."""
    measure, lever = asked.measure, asked.clause.measure.partition(".")[2]
    label = f"{catalogue().levers[lever].display}, {measure.display}" if lever else measure.display
    told = f"{label} ({stat})" if (stat := STAT_LABELS[asked.clause.stat]) else label
    return f"{told}, as {dose_label(asked)} grows" if asked.doses else told


def choice_text(asked: BoundClause, means: Mapping[str, float]) -> str:
    """What each arm chose, such as `the leader stays away in “with”, the leader settles it in “without”`; empty for an amount."""
    labels = _choices(asked)
    return ", ".join(f"{_chosen(labels, mean)} in “{readable_name(arm)}”" for arm, mean in means.items()) if labels else ""


def _choices(asked: BoundClause) -> list[str]:
    """The options of a lever that is a choice, in words; none where what is measured is an amount."""
    lever = catalogue().levers.get(asked.clause.measure.partition(".")[2])
    return list(lever.choices.values()) if lever is not None and lever.choices else []


def _chosen(labels: Sequence[str], mean: float) -> str:
    """The choice that a mean over leaders, weeks and worlds stands for, where all made the same."""
    if not math.isfinite(mean):
        return "nobody to choose"
    return labels[round(mean)] if abs(mean - round(mean)) < SAME_CHOICE else "not the same choice everywhere"


def selection_text(asked: BoundClause) -> str:
    """Of whom."""
    groups, carrier = asked.clause.stronger_for, asked.measure.carrier
    if groups is not None:
        same = {key: value for key, value in groups.of.items() if groups.than.get(key) == value}
        apart = ({key: group[key] for key in group if key not in same} for group in (groups.of, groups.than))
        of, than = (group_text(one, carrier) for one in apart)
        return f"{of} more than {than}" + (f", {group_text(same, carrier)}" if same else "")
    if asked.clause.of == BYSTANDERS:
        return "teams that look on"
    assert isinstance(asked.clause.of, dict)
    return group_text(asked.clause.of, carrier)


def curve_selection_text(asked: BoundClause) -> str:
    """Of whom a curve is: of two groups, the one for whom it should be stronger."""
    groups = asked.clause.stronger_for
    return selection_text(asked) if groups is None else group_text(groups.of, asked.measure.carrier)


def dose_label(asked: BoundClause) -> str:
    """The lever that goes from none to all, of a dose clause."""
    name = (asked.clause.dose or "").rpartition(".")[2]
    lever = catalogue().levers.get(name)
    return lever.display if lever else readable_name(name)


def week_text(asked: BoundClause) -> str:
    """When it is read."""
    return f"by {asked.week}" if asked.clause.by_week else str(asked.week)


def week_phrase(week: str) -> str:
    """A week as tables have it, `26` or `by 104`, inside a sentence: `week 26`, `by week 104`."""
    return f"by week {week.removeprefix('by ')}" if week.startswith("by ") else f"week {week}"


def when_text(asked: BoundClause) -> str:
    """When it is read, inside a sentence."""
    return week_phrase(week_text(asked))


def expected(asked: BoundClause) -> str:
    """Which way the theory has it go."""
    if _choices(asked):
        return "the same choice" if asked.clause.expect == "none" else "another choice"
    said = EXPECTED[asked.clause.expect]
    if asked.clause.stronger_for is not None:
        return f"{said}, and further"
    return f"{said}, beyond the sum of both" if is_interaction(asked.weights) else said


def contrast_text(theory: Theory, contrast: str | None = None) -> str:
    """What is compared with what."""
    return readable_name((contrast or theory.contrast).replace(" - ", " less "))


def patch(given: Mapping[str, object]) -> str:
    """What is different elsewhere, such as `time protected for joint work 0.1`."""
    return ", ".join(_set(path, value) for path, value in flatten(given) if path != "clause")


def occurrence_text(what_happened: OccurrenceSpec) -> str:
    """What counts as having happened, such as `strain of two loyalties, team leaders, week 52: 0.5 or more`."""
    name, _, lever = what_happened.measure.partition(".")
    measure = catalogue().measures[name]
    label = f"{catalogue().levers[lever].display}, {measure.display}" if lever else measure.display
    of = what_happened.of
    group = group_text(of, measure.carrier) if isinstance(of, dict) else "teams that look on"
    week = f"week {what_happened.week}" if what_happened.week else f"by week {what_happened.by_week}"
    least, most = what_happened.at_least, what_happened.at_most
    return f"{label}, {group}, {week}: " + (
        f"{setting_value_text(least)} or more" if least is not None else f"{setting_value_text(most)} or less"
    )


def figure_subtitle(asked: BoundClause, theory: Theory) -> str:
    """What stands below a clause in a figure: of whom, when, and what is compared if it is not what the theory compares."""
    own = f", {contrast_text(theory, asked.clause.contrast)}" if asked.clause.contrast else ""
    return f"{fitting(f'{selection_text(asked)}{own}', 58)}, {when_text(asked)}"


def plain_reason(reason: str | None) -> str | None:
    """A reason that the core gives, in words of the report: measures by their labels, worlds for arms."""
    if reason is None:
        return None
    name, colon, rest = reason.partition(":")
    measure = catalogue().measures.get(name.partition(".")[0])
    text = f"{measure.display}{colon}{rest}" if measure is not None and colon else reason
    return re.sub(r"\barms\b", "worlds", text)


FINEST, ROUNDING = 0.25, 1e-9  # the last digit, in smallest effects; what a logarithm may be off


def format_to_precision(value: float | None, smallest: float, signed: bool = False) -> str:
    """A number with the digits that tell a quarter of the smallest effect that counts, and no more."""
    if value is None or not math.isfinite(value):
        return NONE
    places = max(0, math.ceil(-math.log10(FINEST * smallest) - ROUNDING))
    text = f"{value:+.{places}f}" if signed else f"{value:.{places}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("+-")


def group_text(of: Mapping[str, object], carrier: str) -> str:
    """Of whom, in words: `sector acute`."""
    return ", ".join(_part(key, value, carrier) for key, value in of.items()) or "everybody"


def _part(key: str, value: object, carrier: str) -> str:
    if key == "tier":
        return f"{TIER_LABELS[str(value)]} only" if carrier == "leading" else TIER_LABELS[str(value)]
    if key in ("from", "to") and isinstance(value, dict):
        return f"{key} ({group_text(value, carrier)})"
    named = readable_name(str(value)).replace("/", ", ")
    if key == SERVED:
        return "the people served" if value == EVERY_GROUP else f"the people served ({named})"
    if key == "profession":
        return f"{named} teams"
    if key == "across":
        return f"across {named}s"
    return f"{SELECTION_WORDS.get(key, readable_name(key))} {named}"


def _set(path: str, value: object) -> str:
    if isinstance(value, list):
        return "; ".join(event_text(item) for item in value) or f"{readable_name(path)}: none"
    return (
        f"{path_label(path)}: {readable_name(value)}"
        if isinstance(value, str)
        else f"{path_label(path)} at {setting_value_text(value)}"
    )


def event_text(item: Mapping[str, object]) -> str:
    """One dated event: `week 8: a decision is taken (what is at stake 0.2)`."""
    known, told = catalogue().events, []
    for name, fields in item.items():
        if name in known:
            given = fields if isinstance(fields, Mapping) and not known[name].free else {}
            inside = ", ".join(f"{known[name].fields[key].display}: {setting_value_text(value)}" for key, value in given.items())
            free = "" if given or not isinstance(fields, Mapping) else patch(fields)
            told.append(f"{known[name].display} ({inside or free})" if inside or free else known[name].display)
    return f"week {item.get('week')}: {', '.join(told)}"


def setting_value_text(value: object) -> str:
    """A value of a setting."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:g}" if plain else readable_name(str(value)).replace("/", ", ")


def path_label(path: str) -> str:
    """What stands at a path of the configuration, in words."""
    *before, last = path.split(".")
    entry = icsim_entries("test").get(path) or catalogue().levers.get(last)
    label = entry.display if entry is not None else readable_name(last)
    if last == "level":
        label = catalogue().mechanisms[before[-1]].title.lower()
    if before[:1] == ["leadership"]:
        return f"{TIER_LABELS.get(before[1], 'leaders')}, {label}" if len(before) > 1 else label
    if before[:1] == ["leader"]:
        named = [part for part in before[1:] if part not in catalogue().mechanisms]
        return f"{readable_name(', '.join(named)).replace('/', ', ')}, {label}"
    return label
