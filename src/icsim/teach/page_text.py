"""Names and sentences of the page: who is called what, and what differs between the worlds."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from icsim.base.plain_data import PlainMapping
from icsim.base.plain_text import and_list
from icsim.catalogue import catalogue
from icsim.catalogue.labels import lever_label, parameter_label, plain_name
from icsim.config.config_paths import flatten
from icsim.config.settings import Settings
from icsim.trace.labels import format_number
from icsim.world.population import Population

LEADERS = {"team": "team leaders", "system": "system leaders"}
MOST = 4  # differences that a sentence names


READING = "reading."
"""Stands before the name of a lesson's own reading wherever the page has lines by name: it is never taken for a measure."""
LEFT = "no value (the leader had left)"


def number(value: float, count: bool = False) -> str:
    """A number as the page writes it everywhere (`figure` of numbers.js does the same): events as whole numbers, else two decimals,
    fewer where there are more digits in front."""
    if np.isnan(value):
        return "no value"
    size = abs(value)
    digits = (0 if value == round(value) or size >= 100.0 else 1) if count else 0 if size >= 100.0 else 1 if size >= 10.0 else 2
    exact = Decimal(float(value))  # halves go up as they do in the page, and not to even
    return f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0:f}".replace("-", "−")


def apart(first: float, second: float, count: bool = False) -> str:
    """How far apart two numbers are as the page writes them: the difference of what is seen (`apartFigure` of numbers.js)."""
    if np.isnan(first) or np.isnan(second):
        return number(float("nan"))
    seen = [Decimal(number(value, count).replace("−", "-")) for value in (first, second)]
    return f"{abs(seen[0] - seen[1]):f}"


def matters(first: float, second: float, smallest: float, count: bool = False) -> bool:
    """Whether two numbers are apart by enough to matter, as the page writes them (`matters` of numbers.js does the same)."""
    return not np.isnan(first - second) and float(apart(first, second, count)) >= smallest


NOUNS = {
    "guards its own patch": "guarding one's own patch",
    "avoids risk": "avoiding risk",
    "looks to the short term": "looking to the short term",
    "safe to speak": "feeling safe to speak",
    "willing to try": "being willing to try",
    "wrong about the ground": "being wrong about the ground",
    "seen as serving own interest": "being seen as serving own interest",
}
"""What stands alone on a chart, as the subject of a sentence."""


def as_subject(display: str) -> str:
    """A line as the subject of a sentence: “guarding one's own patch, the nurses” stood at 0.31."""
    head, comma, who = display.partition(",")
    return f"{NOUNS.get(head, head)}{comma}{who}"


class PlainNames:
    """Puts the plain names of a world into a text."""

    def __init__(self, world: Population) -> None:
        """Names that differ from what people say, the longest first, so that no part of another is taken for it."""
        kinds = (world.teams, world.posts, world.users, world.groups, world.organisations)
        names = {one.name for kind in kinds for one in kind}
        odd = sorted((name for name in names if plain_name(name) != name), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![\w/])({'|'.join(map(re.escape, odd))})(?![\w/])") if odd else None

    def put(self, text: str) -> str:
        """The text with plain names."""
        return self._pattern.sub(lambda found: plain_name(found[0]), text) if self._pattern else text


def difference_text(arms: Sequence[Settings], names: Sequence[str]) -> str:
    """What differs between the worlds, in a sentence."""
    said = [*_set(arms, names), *_dated(arms, names)]
    if not said:
        return "Nothing differs between these worlds."
    more = f"; and {len(said) - MOST} more" if len(said) > MOST else ""
    return f"{'One thing differs' if len(said) == 1 else 'What differs'}: {'; '.join(said[:MOST])}{more}."


def _in_worlds(values: Sequence[str], names: Sequence[str]) -> str:
    return and_list([f"{value} in “{name}”" for value, name in zip(values, names, strict=True)])


def _set(arms: Sequence[Settings], names: Sequence[str]) -> list[str]:
    """Settings that differ, whom they concern, and how each world has them; the two tiers as one where they agree."""
    flat = [arm.by_path for arm in arms]
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for path in dict.fromkeys(path for one in flat for path in one):
        values = [one.get(path) for one in flat]
        if any(value != values[0] for value in values[1:]):
            who, what = setting_label(path, arms[0])
            shown = tuple(_value(arm, path, value) for arm, value in zip(arms, values, strict=True))
            found.setdefault((what, shown), []).append(who)
    return [
        f"{' and '.join(filter(None, who))}{': ' if any(who) else ''}{what}, {_in_worlds(shown, names)}"
        for (what, shown), who in found.items()
    ]


def setting_label(path: str, arm: Settings) -> tuple[str, str]:
    """Whom a path concerns, empty for everybody, and what it is called."""
    known = catalogue()
    head, _, rest = path.partition(".")
    if head == "context":
        return "", known.context[rest].display
    if head == "rules":
        return "", known.variants[rest].display
    if head == "parameters":
        return "", parameter_label(rest)
    if head == "leadership":
        tier, _, lever = rest.partition(".")
        return LEADERS[tier], _slider_label(lever)
    name = next(leader for leader in sorted(arm.place_file.leaders, key=len, reverse=True) if rest.startswith(f"{leader}."))
    lever = rest.removeprefix(f"{name}.")
    return plain_name(name), known.traits[lever].display if lever in known.traits else _slider_label(lever)


def _slider_label(key: str) -> str:
    """A lever as its slider is called: a whole mechanism by its short name."""
    mechanism, _, name = key.rpartition(".")
    known = catalogue().mechanisms
    return known[mechanism].short if name == "level" and mechanism in known else lever_label(key)


def _value(arm: Settings, path: str, value: object) -> str:
    """A value in words; a lever left alone as the number that it follows."""
    head, _, rest = path.partition(".")
    if head == "rules":
        return catalogue().variants[rest].choices[str(value)]
    if value is None and head == "leadership":
        tier, _, key = rest.partition(".")
        name = key.rpartition(".")[2]
        if name in catalogue().levers:
            value = arm.levers(tier)[name]
    if value is None:
        return "as the others"
    return format_number(float(value)) if isinstance(value, int | float) else str(value)


def _dated(arms: Sequence[Settings], names: Sequence[str]) -> list[str]:
    """Dated events that not every world has, or has otherwise."""
    items = {repr(item): item for arm in arms for item in arm.timeline}
    found: dict[str, None] = {}  # in the order of the events, each once
    for item in items.values():
        there = [f"“{name}”" for arm, name in zip(arms, names, strict=True) if item in arm.timeline]
        if len(there) < len(arms):
            only = f"only in {' and '.join(there)}, in week {item['week']}: {event_said(item, arms[0])}"
            found.setdefault(_otherwise(item, arms, names) or only)
    return list(found)


def _otherwise(item: PlainMapping, arms: Sequence[Settings], names: Sequence[str]) -> str | None:
    """What differs in an event that each world has just once in that week; None where that is not so."""
    (kind,) = item.keys() - {"week"}
    each = [[one for one in arm.timeline if one["week"] == item["week"] and kind in one] for arm in arms]
    if kind == "set" or any(len(mine) != 1 for mine in each) or len({event_said(mine[0], arms[0]) for mine in each}) > 1:
        return None
    fields = [mine[0][kind] for mine in each]
    parts = []
    for key, field in catalogue().events[kind].fields.items():
        values = [one.get(key) for one in fields]
        if any(value != values[0] for value in values[1:]):
            shown = [format_number(value) if isinstance(value, float) else str(value or "as usual") for value in values]
            what, _, _ = field.help.partition(";")
            parts.append(f"{what.rstrip('.')}, {_in_worlds(shown, names)}")
    return f"in week {item['week']}, {event_said(item, arms[0])}: {' and '.join(parts)}"


def event_said(item: PlainMapping, arm: Settings) -> str:
    """A dated event in words."""
    ((name, fields),) = ((name, fields) for name, fields in item.items() if name != "week")
    if name == "set":
        changes = []
        for path, value in flatten(fields):
            who, what = setting_label(_slashed(path, arm), arm)
            to = format_number(float(value)) if isinstance(value, int | float) else value
            changes.append(f"{who + ': ' if who else ''}{what} goes to {to}")
        return "; ".join(changes)
    event = catalogue().events[name]
    who = next((plain_name(str(fields[key])) for key in ("who", "by", "from") if fields.get(key)), "")
    who = {"team": "team leaders", "system": "system leaders"}.get(who, who)
    return event.display + (f" ({who})" if who else "")


def _slashed(path: str, arm: Settings) -> str:
    """`leader.acute.lead.x` as a place names its leaders."""
    if not path.startswith("leader."):
        return path
    rest = path.removeprefix("leader.")
    for leader in sorted(arm.place_file.leaders, key=len, reverse=True):
        dotted = leader.replace("/", ".")
        for form in (leader, dotted):
            if rest.startswith(f"{form}."):
                return f"leader.{leader}.{rest.removeprefix(f'{form}.')}"
    return path
