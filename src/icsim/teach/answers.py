"""Every answer of the API, worked out from a query; no server is needed, so a test or a file can ask as well."""

import gzip
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any

from icsim.catalogue import Measure
from icsim.config.settings import Settings
from icsim.errors import UserError
from icsim.nearest import did_you_mean, listed
from icsim.teach import ask as asking
from icsim.teach import limits, many, shelf, why
from icsim.teach.ask import Ask
from icsim.teach.payload import payload, story_so_far
from icsim.teach.said import Names, plainly
from icsim.teach.start import start
from icsim.teach.story import Story, get_ready, most_moved, parting, plain, story, story_of_leader
from icsim.teach.words import glossary
from icsim.trace.follow import Followed, Pair, circle, follow_all
from icsim.trace.pairs import Chosen

ZIPPED = 4  # level: higher ones take longer for little
BRIEF = "brief"  # a word of `worlds`: numbers now, captions later
RUNS = 96 * 2**20  # bytes of whole runs that are remembered, for the questions that follow one
CHOSEN = 512  # ordinary pairs that are remembered


class Answers:
    """Answers queries. What it remembers is bounded, and only saves time: the same query has the same answer."""

    def __init__(self, pairs: int) -> None:
        """`pairs`: from how many the pair shown first is chosen."""
        get_ready()
        self.pairs = pairs
        self._lock = Lock()
        self._runs: OrderedDict[str, Followed] = OrderedDict()
        self._chosen: OrderedDict[str, Chosen] = OrderedDict()

    def start(self, query: str) -> dict[str, Any]:
        """What there is to choose from."""
        asking.parse(query)
        return start() | {"lessons": shelf.lessons(), "glossary": glossary()}

    def worlds(self, query: str) -> dict[str, Any]:
        """Two or three worlds, week by week; with `brief=1`, while a slider moves, without the captions."""
        ask = asking.parse(query, [BRIEF])
        arms = self._arms(ask)
        luck, said = self._luck(ask, arms)
        run = self._run(ask, arms, luck)
        names = shelf.names(ask, len(arms))
        told = payload(run, names, ask.with_luck(luck).canonical, luck, said)
        if not ask.more.get(BRIEF):
            told |= story_so_far(run, names, told["parting"], shelf.chain(ask, run.pair()))
        told["difference"] = shelf.difference(ask) or told["difference"]
        return shelf.with_lesson(told, ask, run)

    def many(self, query: str) -> dict[str, Any]:
        """The difference in many pairs."""
        ask = asking.parse(query, ["pairs"])
        arms = self._arms(ask)
        measure = many.measure_named(ask.more.get("measure"))
        most = limits.most_pairs(len(arms[0].world.teams), arms[0].weeks)
        count = asking.whole(ask, "pairs", many.LEAST, max(many.LEAST, min(many.MOST, most))) or min(self.pairs, most)
        return many.many(arms, measure, count, shelf.names(ask, len(arms)))

    def story(self, query: str) -> dict[str, Any]:
        """What happened to a team or a leader; without either, to the team that the difference moved most."""
        ask = asking.parse(query, ["team", "leader", "world"])
        pair, names = self._pair(ask)
        put, world = Names(pair.world), pair.world
        if ask.more.get("leader"):
            post = _position(ask, "leader", [one.name for one in world.posts])
            told = story_of_leader(pair, post, names)
            return _story(plainly(world.posts[post].name), told, pair, names, put)
        chain = shelf.chain(ask, pair)
        if ask.more.get("team"):
            team = _position(ask, "team", [one.name for one in world.teams])
        else:
            team = chain[0] if chain else most_moved(pair)
        links = chain[1] if chain and chain[0] == team else ()
        return _story(plainly(world.teams[team].name), story(pair, team, names, links), pair, names, put)

    def why(self, query: str) -> dict[str, Any]:
        """Why a team came to joint work in a week or stayed away."""
        ask = asking.parse(query, ["team", "world"])
        pair, names = self._pair(ask)
        team = _position(ask, "team", [one.name for one in pair.world.teams]) if ask.more.get("team") else most_moved(pair)
        week = asking.whole(ask, "week", 1, pair.last) or pair.last
        return why.why(pair, circle(pair, team), week, names)

    def lesson(self, name: str) -> dict[str, Any]:
        """A lesson, as the page reads it."""
        return shelf.lesson(name)

    def _arms(self, ask: Ask) -> tuple[Settings, ...]:
        arms = asking.settings_of(shelf.opened(ask))
        limits.check_states(len(arms[0].world.teams), arms[0].weeks, len(arms))
        return arms

    def _luck(self, ask: Ask, arms: Sequence[Settings]) -> tuple[int, str]:
        """The luck asked for; else that of the ordinary pair; and what is said of it."""
        measure, given = many.measure_named(None), shelf.opened(ask).luck
        plain = ask.without_luck().canonical
        if given is not None and (said := shelf.luck_said(ask, given)) is not None:
            return given, said
        if given is not None and plain not in self._chosen:
            return given, many.ASKED_FOR
        chosen = self._ordinary(plain, arms, measure)
        if given is not None and given != chosen.index:
            return given, many.ASKED_FOR
        return chosen.index, many.luck_said(chosen, measure, arms[0].weeks)

    def _ordinary(self, key: str, arms: Sequence[Settings], measure: Measure) -> Chosen:
        with self._lock:
            found = self._chosen.get(key)
        if found is None:
            count = min(self.pairs, limits.most_pairs(len(arms[0].world.teams), arms[0].weeks))
            found = many.ordinary(arms, measure, count)
            with self._lock:
                self._chosen[key] = found
                while len(self._chosen) > CHOSEN:
                    self._chosen.popitem(last=False)
        return found

    def _run(self, ask: Ask, arms: tuple[Settings, ...], luck: int) -> Followed:
        key = ask.with_luck(luck).canonical
        with self._lock:
            if key in self._runs:
                self._runs.move_to_end(key)
                return self._runs[key]
        run = follow_all(arms, asking.luck_of(arms[0], luck))
        with self._lock:
            self._runs[key] = run
            while len(self._runs) > 1 and sum(_bytes(one) for one in self._runs.values()) > RUNS:
                self._runs.popitem(last=False)
        return run

    def _pair(self, ask: Ask) -> tuple[Pair, tuple[str, str]]:
        """The first world and another one, `world=` 1 or 2, with their names."""
        arms = self._arms(ask)
        luck, _ = self._luck(ask, arms)
        other = asking.whole(ask, "world", 1, len(arms) - 1) or 1
        names = shelf.names(ask, len(arms))
        return self._run(ask, arms, luck).pair(other), (names[0], names[other])


def _story(who: str, told: Story, pair: Pair, names: Sequence[str], put: Names) -> dict[str, Any]:
    return {"who": who, "parting": parting(pair, told.team, names, put), "captions": plain(told, put)}


def _bytes(run: Followed) -> int:
    return sum(part.nbytes for part in (*run.grids.values(), *run.tables.values()))


def _position(ask: Ask, word: str, names: Sequence[str]) -> int:
    given = ask.more[word]
    if given not in names:
        shown = given[:60]
        raise limits.NotThere(f"{word}: {shown} is not there; allowed: {listed(names, 40)}{did_you_mean(shown, names)}")
    return names.index(given)


def zipped(answer: Mapping[str, Any]) -> bytes:
    """An answer as gzipped JSON. Raises ValueError where a number is none."""
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8"), ZIPPED, mtime=0)


Question = Callable[[str], dict[str, Any]]


def questions(answers: Answers) -> dict[str, Question]:
    """What can be asked, by the last part of its path."""
    return {name: getattr(answers, name) for name in ("start", "worlds", "many", "story", "why")}


__all__ = ["Answers", "Question", "UserError", "questions", "zipped"]
