"""Which slider somebody has moved, seen from the questions that the page asks, and what its other steps would ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import quote

from icsim.teach.link_query import LinkQuery, parse_link
from icsim.teach.start_data import start

BRIEF = "brief"  # a word of `worlds`: numbers now, captions later
SHOW = "show"  # another, beside `brief`: the states and lines that the page shows now; all where it is left out
STEPS = 20  # of a slider, beside the first; one of whole numbers has as many as there are (static/levers.js)
WHOLE = 5.0  # how far the ends of a slider are apart at least if it goes by whole numbers

Said = Mapping[tuple[str, int, str], str]
"""What a question says of the worlds, by world, week and path."""


@dataclass(frozen=True)
class SliderEnds:
    """The lowest and the highest value of a slider."""

    low: float
    high: float

    @property
    def steps(self) -> list[float]:
        """All its values, from low to high."""
        count = round(self.high - self.low) if self.high - self.low > WHOLE else STEPS
        return [round(self.low + n * (self.high - self.low) / count, 10) for n in range(count + 1)]


def worlds_question(query: str) -> tuple[LinkQuery, str]:
    """A question for worlds taken apart, and the one form in which all who ask the same ask it. UserError where it is none."""
    ask = parse_link(query, [BRIEF, SHOW])
    return ask, _written(ask)


def _written(ask: LinkQuery) -> str:
    brief, shown = ask.more.get(BRIEF), ask.more.get(SHOW)
    said = f"{SHOW}={quote(','.join(sorted(set(shown.split(',')))), safe=',')}&" if brief and shown else ""
    return f"{ask.canonical}&{said}{BRIEF}=1" if brief else ask.canonical


def slider_moved(now: LinkQuery, before: LinkQuery) -> list[tuple[str, int, str]]:
    """Where two questions differ, if that is one slider that was moved; else nothing."""
    new, old = _said(now), _said(before)
    moved = [key for key in {**old, **new} if new.get(key) != old.get(key)]
    alike = {(slot, week, new.get((slot, week, path)), slider_ends().get(path)) for slot, week, path in moved}
    if len(alike) != 1 or _around(now) != _around(before):
        return []
    _, _, value, ends = alike.pop()
    return moved if value is not None and ends is not None and _number(value) is not None else []


def untouched(ask: LinkQuery) -> LinkQuery:
    """The question as it was before any slider was moved."""
    known = slider_ends()
    kept = {slot: {key: text for key, text in those.items() if key[1] not in known} for slot, those in ask.given.items()}
    return replace(ask, given=kept)


def other_steps(now: LinkQuery, moved: list[tuple[str, int, str]]) -> Iterator[str]:
    """The questions of a slider's other steps, the nearest first."""
    stands = _number(_said(now)[moved[0]]) or 0.0
    for value in sorted(slider_ends()[moved[0][2]].steps, key=lambda one: abs(one - stands)):
        if abs(value - stands) > 1e-9:
            given = {slot: dict(those) for slot, those in now.given.items()}
            for slot, week, path in moved:
                given[slot][week, path] = f"{value:.10g}"
            yield _written(replace(now, given=given))


@cache
def slider_ends() -> dict[str, SliderEnds]:
    """By path, the ends of its slider on the page."""
    offered = start()
    levers = [one for mechanism in offered["mechanisms"] for one in (*mechanism["levers"], mechanism["slider"])]
    found = {path: SliderEnds(one["low"] or 0.0, one["high"] or 1.0) for one in levers for path in one["paths"]}
    return found | {one["path"]: SliderEnds(one["low"] or 0.0, one["high"] or 1.0) for one in offered["context"]}


def _said(ask: LinkQuery) -> Said:
    return {(slot, week, path): text for slot, those in ask.given.items() for (week, path), text in those.items()}


def _around(ask: LinkQuery) -> tuple[object, ...]:
    """What no slider moves. A page that has just opened does not say its luck yet."""
    return ask.lesson, ask.roads, ask.place_form, ask.weeks


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
