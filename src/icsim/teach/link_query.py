"""What a link asks for: its words, each checked, and the settings of the two or three worlds that they describe.

A query is made of `set=KEY=VALUE` for all worlds, `a=`, `b=`, `c=` for one of them, `b.52=` from a week on, `replicate=` and
`weeks=`; KEY=VALUE is what the command line takes. Nothing in it names a file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from threading import RLock
from typing import TypeGuard
from urllib.parse import parse_qsl, quote

from icsim.base.errors import UserError
from icsim.base.plain_data import Json
from icsim.base.suggest import did_you_mean, list_names
from icsim.config.compose import assignments, compose, groups
from icsim.config.config_paths import flatten, merged, nest
from icsim.config.settings import SETTABLE, Settings, validate
from icsim.engine.block import ReplicateSeeds
from icsim.teach import place_form
from icsim.teach.request_limits import TooLarge

COMMAND = "test"  # whose configuration worlds have, so that a lesson on a theory has that theory's own worlds
SHARED = "set"
SLOTS = ("a", "b", "c")
NAMES = ("this world", "the other world", "the third world")
LINK_WORDS = ("lesson", "roads", "place_form", SHARED, *SLOTS, "replicate", "weeks")  # what describes the worlds
FORMER_WORDS = {"luck": "replicate", "ours": "place_form"}  # of links that were saved before
PAGE = ("week", "measure", "lines", "stage", "guess", "speed")  # what the page keeps in its link for itself
CHOICES = ("place", "context", "leadership", "rules")  # config groups that a link may choose from
HEADS = ("place", *SETTABLE, "timeline")
MOST_REPLICATE = 10**6

LONGEST = 8000  # characters of a query
MOST_WORDS = 160  # KEY=VALUE pairs of a query
MOST_WEEKS = 520
MOST_PARTS = 1000  # commas of a value: to read them takes time
DEEPEST = 10  # levels of brackets in a value; a place has 4, and a dated event at most 7
MOST_EVENTS = 60
MOST_TEAMS, MOST_LEADERS, MOST_HOMES, MOST_GROUPS = 60, 80, 12, 24
"""Of a place that a link describes by itself."""

WeekAndPath = tuple[int, str]
"""The week from which it counts, 0 for the beginning; and the path."""

_ONE_AT_A_TIME = RLock()  # Hydra's parser and loader are not made for threads
_SLOT = re.compile(rf"(?P<slot>{SHARED}|{'|'.join(SLOTS)})(\.(?P<week>[0-9]{{1,4}}))?")
_SLIDER_AT = re.compile(r"(?P<path>(context|leadership)(\.[a-z][a-z_]*)+)=(?P<number>[0-9]\.[0-9]{1,12})")
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}")


@dataclass(frozen=True)
class LinkQuery:
    """A query taken apart. `given`: by slot, what is set from which week on, as the texts that were given."""

    lesson: str | None
    place_form: str | None  # a place made with the page's form
    given: Mapping[str, Mapping[WeekAndPath, str]]
    replicate: int | None
    weeks: int | None
    more: Mapping[str, str]  # words that do not describe the worlds
    roads: str | None = None  # of a lesson with decisions: what was decided in each world

    @property
    def slots(self) -> tuple[str, ...]:
        """The worlds, in order: two, or three where anything is said of a third."""
        return SLOTS if self.given["c"] else SLOTS[:2]

    @property
    def canonical(self) -> str:
        """The same worlds asked for in one way only: what a cache goes by, and what a link says."""
        words = (("lesson", self.lesson), ("roads", self.roads), ("place_form", self.place_form))
        pairs = [(word, said) for word, said in words if said]
        for slot in (SHARED, *SLOTS):
            for (week, path), text in sorted(self.given[slot].items()):
                pairs.append((f"{slot}.{week}" if week else slot, f"{path}={_shortest(text)}"))
        pairs += [("replicate", str(self.replicate))] if self.replicate is not None else []
        pairs += [("weeks", str(self.weeks))] if self.weeks is not None else []
        return "&".join(f"{key}={quote(value, safe='=./:;,[]{}')}" for key, value in pairs)

    def with_replicate(self, replicate_number: int) -> "LinkQuery":
        """The same for one replicate."""
        return replace(self, replicate=replicate_number)

    def over(self, below: "LinkQuery") -> "LinkQuery":
        """The same on top of another query: what both say, this one says."""
        given = {slot: {**below.given[slot], **self.given[slot]} for slot in self.given}
        number = below.replicate if self.replicate is None else self.replicate
        weeks = below.weeks if self.weeks is None else self.weeks
        return LinkQuery(self.lesson, self.place_form or below.place_form, given, number, weeks, self.more, self.roads)

    def without_replicate(self) -> "LinkQuery":
        """The same for any replicate."""
        return replace(self, replicate=None)


def parse_link(query: str, more: Sequence[str] = ()) -> LinkQuery:
    """Take a query apart; `more` are words that this answer takes besides. UserError where it is not understood."""
    if len(query) > LONGEST:
        raise TooLarge(f"query: {len(query)} characters; allowed: {LONGEST}; say less of each world")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_WORDS, errors="strict")
    except (ValueError, UnicodeDecodeError):
        raise UserError(f"query: not readable; allowed: up to {MOST_WORDS} words such as a=KEY=VALUE") from None
    return _taken(pairs, (*PAGE, *more))


def link_from_pairs(pairs: Iterable[tuple[str, str]]) -> LinkQuery:
    """The same from words already apart, such as a lesson's."""
    return _taken(pairs, PAGE)


def _taken(pairs: Iterable[tuple[str, str]], more: Sequence[str]) -> LinkQuery:
    given: dict[str, dict[WeekAndPath, str]] = {slot: {} for slot in (SHARED, *SLOTS)}
    single: dict[str, str] = {}
    for given_word, value in pairs:
        word = FORMER_WORDS.get(given_word, given_word)
        if match := _SLOT.fullmatch(word):
            week = int(match["week"] or 0)
            if match["week"] and not 1 <= week <= MOST_WEEKS:
                raise UserError(f"{word}: week {week} is not allowed; give 1 to {MOST_WEEKS}")
            path, equals, text = value.partition("=")
            if not equals or not _PATH.fullmatch(path):
                raise UserError(f"{word}: {_short(value)} is not KEY=VALUE; give a path of `start`, = and a value")
            _check_head(word, path, week)
            given[match["slot"]][week, path] = text
        elif word in LINK_WORDS or word in more:
            single[word] = value
        else:
            allowed = [*LINK_WORDS, "a.WEEK", *more]
            raise UserError(f"{_short(word)}: unknown word; allowed: {', '.join(allowed)}{did_you_mean(word, allowed)}")
    replicate_number = _whole(single.pop("replicate", None), "replicate", 0, MOST_REPLICATE)
    weeks = _whole(single.pop("weeks", None), "weeks", 1, MOST_WEEKS)
    lesson, roads, own_place = (single.pop(word, None) or None for word in ("lesson", "roads", "place_form"))
    if roads and not lesson:
        raise UserError("roads: of no lesson; say which one with lesson=NAME")
    return LinkQuery(lesson, own_place, given, replicate_number, weeks, single, roads)


def parse_whole(ask: LinkQuery, word: str, low: int, high: int) -> int | None:
    """A number among the words beside the worlds; None where it is not there."""
    return _whole(ask.more.get(word), word, low, high)


def _whole(text: str | None, word: str, low: int, high: int) -> int | None:
    if text is None or text == "":
        return None
    if not re.fullmatch(r"[0-9]{1,10}", text) or not low <= int(text) <= high:
        raise UserError(f"{word}: {_short(text)} is not allowed; give a whole number from {low} to {high}")
    return int(text)


def _check_head(word: str, path: str, week: int) -> None:
    head = path.partition(".")[0]
    heads = SETTABLE if week else HEADS
    if head not in heads:
        known = {name: name for name in heads}
        raise UserError(
            f"{word}: {_short(path)} cannot be set; allowed: what stands below {list_names(known)}{did_you_mean(head, known)}"
        )
    if head == "place" and word != SHARED:
        raise UserError(f"{word}: {_short(path)}: the worlds are in one place; say it as set={path}=…")
    if path == head and week:
        raise UserError(f"{word}: {path} cannot be chosen on the way; give a path below it, such as {path}.…")


def replicate_at(settings: Settings, n: int) -> ReplicateSeeds:
    """The n-th luck, counted from 0 as an ensemble counts its worlds."""
    return ReplicateSeeds(settings.structure_seed + n, settings.seed + n)


def link_settings(ask: LinkQuery) -> tuple[Settings, ...]:
    """The settings of the worlds, in order, each wholly checked. UserError names what is wrong."""
    return tuple(_settled(ask, slot) for slot in ask.slots)


def _settled(ask: LinkQuery, slot: str) -> Settings:
    return _one_world(ask.place_form, ask.weeks, (*ask.given[SHARED].items(), *ask.given[slot].items()))


@lru_cache(maxsize=256)
def _one_world(form: str | None, weeks: int | None, given: tuple[tuple[WeekAndPath, str], ...]) -> Settings:
    """One world's settings; kept, for of two worlds a slider moves one."""
    said = _values(given)
    chosen: dict[str, str] = {}
    flat: dict[str, Json] = {}
    forks: dict[int, dict[str, Json]] = {}
    timeline: Json = None
    for (week, path), value in said.items():
        if path in CHOICES and not week and not isinstance(value, Mapping):
            chosen[path] = _choice(path, value)
        elif path == "timeline":
            timeline = value
        else:
            target = forks.setdefault(week, {}) if week else flat
            target.update(dict(flatten({path: value})) if isinstance(value, Mapping) and path != "place" else {path: value})
    base = _base(tuple(sorted(chosen.items())))
    data = merged(base.values, nest({key: value for key, value in flat.items() if key != "place"}))
    if form is not None:
        if "place" in chosen or "place" in flat:
            raise UserError("place_form: stands beside set=place=…; a run is in one place; leave one of them out")
        flat["place"] = place_form.form_to_place(place_form.decode(form))
    if "place" in flat:
        data["place"] = flat["place"]
    _check_place(data["place"])
    dated = data["timeline"] if timeline is None else timeline
    if not isinstance(dated, list) or len(dated) + len(forks) > MOST_EVENTS:
        raise UserError(f"timeline: not allowed; give a list of at most {MOST_EVENTS} events")
    data["timeline"] = [*dated, *({"week": week, "set": nest(paths)} for week, paths in sorted(forks.items()))]
    if weeks is not None:
        data["weeks"] = weeks
    made = validate(COMMAND, data)
    if made.weeks > MOST_WEEKS:
        raise UserError(f"weeks: {made.weeks} is not allowed; give 1 to {MOST_WEEKS}")
    return made


def _values(given: tuple[tuple[WeekAndPath, str], ...]) -> dict[WeekAndPath, Json]:
    found: dict[WeekAndPath, Json] = {}
    for (week, path), text in given:
        key, value = _parsed(f"{path}={text}")
        found[week, key] = value
    return found


@lru_cache(maxsize=8192)
def _parsed(text: str) -> tuple[str, Json]:
    """KEY=VALUE as the command line reads it; several values at once are for the command line alone."""
    if _depth(text) > DEEPEST:
        raise UserError(f"{_short(text)}: too deep; allowed: {DEEPEST} levels of brackets")
    if text.count(",") > MOST_PARTS:
        raise UserError(f"{_short(text)}: too many parts; allowed: {MOST_PARTS} commas")
    if match := _SLIDER_AT.fullmatch(text):  # what sliders ask: Hydra reads it the same, and takes long
        return match["path"], float(match["number"])
    with _ONE_AT_A_TIME:
        ((key, value),) = assignments([text]).items()
    if not _is_plain(value):
        raise UserError(f"{_short(text)}: several values; give one")
    return key, value


def _depth(text: str) -> int:
    """How deep brackets stand in brackets, those in quotes included."""
    return max(accumulate((mark in "[{(") - (mark in "]})") for mark in text), default=0)


def _is_plain(value: object) -> TypeGuard[Json]:
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _is_plain(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(_is_plain(inner) for inner in value)
    return value is None or isinstance(value, str | int | float | bool)


def _choice(group: str, value: object) -> str:
    allowed = groups(COMMAND)[group]
    if not isinstance(value, str) or value not in allowed:
        raise UserError(f"{group}: {_short(value)} is not known; allowed: {', '.join(allowed)}{did_you_mean(str(value), allowed)}")
    return value


@lru_cache(maxsize=64)
def _base(choices: tuple[tuple[str, str], ...]) -> Settings:
    """What the choices of config groups give, composed once."""
    with _ONE_AT_A_TIME:
        return compose(COMMAND, [f"{group}={option}" for group, option in choices])


def _check_place(place: object) -> None:
    """Bounds on a place that was described in the link, before anything is built of it."""
    limits = {
        "organisations": MOST_HOMES,
        "teams": MOST_TEAMS,
        "leaders": MOST_LEADERS,
        "groups": MOST_GROUPS,
        "users": MOST_GROUPS,
    }
    for part, most in limits.items():
        inner = place.get(part) if isinstance(place, Mapping) else None
        count = sum(len(one) if isinstance(one, Mapping) else 1 for one in inner.values()) if isinstance(inner, Mapping) else 0
        if part in ("organisations", "users"):
            count = len(inner) if isinstance(inner, Mapping) else 0
        if count > most:
            raise UserError(f"place.{part}: {count} is not allowed here; give at most {most}")


def _shortest(text: str) -> str:
    """A number without the noughts at its end, so that 0.50 is asked as 0.5 is; anything else as it is."""
    return text.rstrip("0") if re.fullmatch(r"-?[0-9]+\.[0-9]*[1-9]0+", text) else text


def _short(value: object) -> str:
    text = " ".join(str(value).split()) or "nothing"
    return text if len(text) <= 60 else text[:57] + "..."
