"""Every answer of the API, worked out from a query; no server is needed, so a test or a file can ask as well."""

import gzip
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import TypeVar

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import Measure
from icsim.catalogue.labels import plain_name
from icsim.config.settings import Settings
from icsim.teach import link_query as asking
from icsim.teach import page_types as page
from icsim.teach import place_form, request_limits, start_types, why_payload
from icsim.teach.lessons import lesson_catalogue, pair_distribution
from icsim.teach.lessons.glossary import glossary_entries
from icsim.teach.lessons.leading_lines import card
from icsim.teach.lessons.lesson_pairs import open_shipped_lesson
from icsim.teach.lessons.lesson_results import run_readings
from icsim.teach.lessons.lesson_roads import read_roads
from icsim.teach.lessons.lesson_worlds import lesson_settings
from icsim.teach.lessons.roads_told import roads_told
from icsim.teach.link_query import LinkQuery
from icsim.teach.page_text import READING, PlainNames
from icsim.teach.payload import run_payload, with_story
from icsim.teach.road_types import SentRoads
from icsim.teach.slider_steps import BRIEF, SHOW
from icsim.teach.start_data import start
from icsim.teach.story import (
    TeamStory,
    captions_payload,
    divergence_payload,
    get_ready,
    in_order,
    most_affected,
    story,
    story_of_leader,
    team_of_leader,
)
from icsim.teach.typed_names import with_typed_names
from icsim.trace.paired_run import PairedRun, RecordedRun, ego_network, run_recorded
from icsim.trace.representative_pair import RepresentativePair

ZIPPED = 6  # level: higher ones take longer for little
ZIPPED_BRIEF = 1  # for what is looked at for half a second
RUNS = 96 * 2**20  # bytes of whole runs that are remembered, for the questions that follow one
CHOSEN = 512  # ordinary pairs that are remembered


class TeachApi:
    """Answers queries. What it remembers is bounded, and only saves time: the same query has the same answer."""

    def __init__(self, pairs: int) -> None:
        """`pairs`: from how many the pair shown first is chosen."""
        get_ready()
        self.pairs = pairs
        self._lock = Lock()
        self._runs: OrderedDict[str, RecordedRun] = OrderedDict()
        self._chosen: OrderedDict[str, RepresentativePair] = OrderedDict()

    def start(self, query: str) -> start_types.SentStart:
        """What there is to choose from."""
        asking.parse_link(query)
        return {**start(), "lessons": lesson_catalogue.list_lessons(), "glossary": glossary_entries()}

    def worlds(self, query: str) -> page.SentWorlds:
        """Two or three worlds, week by week; with `brief=1`, while a slider moves, without the captions,
        and with `show=NAME,NAME` only those states and lines, the people served, and a lesson's own lines."""
        ask = asking.parse_link(query, [BRIEF, SHOW])
        shown = frozenset(ask.more[SHOW].split(",")) if ask.more.get(BRIEF) and ask.more.get(SHOW) else None
        arms = self._arms(ask)
        replicate, said = self._luck(ask, arms)
        run = self._run(ask, arms, replicate)
        names = lesson_catalogue.world_names(ask, len(arms))
        told = run_payload(run, names, ask.with_replicate(replicate).canonical, replicate, said, shown)
        if not ask.more.get(BRIEF):
            told = with_story(told, run, names, lesson_catalogue.theory_chain(ask, run.pair()))
        told["difference"] = lesson_catalogue.lesson_difference(ask) or told["difference"]
        return _typed(lesson_catalogue.add_lesson_data(told, ask, run), ask)

    def card(self, query: str) -> page.SentCard:
        """The small picture of a lesson's run, for the front page."""
        name = asking.parse_link(query).lesson or ""
        lesson_catalogue.lesson_for_page(name)  # NotFound where there is none
        lesson = open_shipped_lesson(name)
        worlds = lesson_settings(lesson)
        shown = lesson.pair_counts.shown if lesson.pair_counts else 0
        return card(run_readings(lesson, worlds, asking.replicate_at(worlds[0], shown)))

    def many(self, query: str) -> page.SentMany:
        """The difference in many pairs."""
        ask = asking.parse_link(query, ["pairs"])
        arms = self._arms(ask)
        named = ask.more.get("measure", "")
        if ask.lesson and named.startswith(READING):
            read = pair_distribution.of_lesson(arms, lesson_catalogue.lesson_of(ask), named.removeprefix(READING))
        else:
            read = pair_distribution.of_everybody(arms, pair_distribution.measure_named(named or None))
        most = request_limits.most_pairs(len(arms[0].world.teams), arms[0].weeks)
        count = asking.parse_whole(
            ask, "pairs", pair_distribution.LEAST, max(pair_distribution.LEAST, min(pair_distribution.MOST, most))
        ) or min(self.pairs, most)
        return pair_distribution.pair_distribution(arms, read, count, lesson_catalogue.world_names(ask, len(arms)))

    def story(self, query: str) -> page.SentStory:
        """What happened to a team or a leader; without either, to the team that the difference moved most."""
        ask = asking.parse_link(query, ["team", "leader", "world"])
        pair, names = self._pair(ask)
        put, world = PlainNames(pair.world), pair.world
        if ask.more.get("leader"):
            post = _position(ask, "leader", [one.name for one in world.posts])
            told = story_of_leader(pair, post, names)
            return _typed(_story(plain_name(world.posts[post].name), told, pair, names, put), ask)
        chain = lesson_catalogue.theory_chain(ask, pair)
        if ask.more.get("team"):
            team = _position(ask, "team", [one.name for one in world.teams])
        else:
            team = chain[0] if chain else most_affected(pair)
        links = chain[1] if chain and chain[0] == team else ()
        return _typed(_story(plain_name(world.teams[team].name), story(pair, team, names, links), pair, names, put), ask)

    def why(self, query: str) -> page.SentWhy:
        """Why a team came to joint work in a week or stayed away; of a leader, the team of theirs that was moved most."""
        ask = asking.parse_link(query, ["team", "leader", "world"])
        pair, names = self._pair(ask)
        if ask.more.get("leader"):
            team = team_of_leader(pair, _position(ask, "leader", [one.name for one in pair.world.posts]))
        else:
            team = _position(ask, "team", [one.name for one in pair.world.teams]) if ask.more.get("team") else most_affected(pair)
        week = asking.parse_whole(ask, "week", 1, pair.last) or pair.last
        return _typed(why_payload.why_payload(pair, ego_network(pair, team), week, names), ask)

    def lesson(self, name: str) -> page.SentLesson:
        """A lesson, as the page reads it."""
        return lesson_catalogue.lesson_for_page(name)

    def lesson_on_roads(self, query: str) -> page.SentLesson:
        """A lesson as it is on the roads of a query: its worlds, and what is predicted of them."""
        return lesson_catalogue.to_json(lesson_catalogue.lesson_of(asking.parse_link(query)))

    def roads(self, query: str, others: Sequence[str]) -> SentRoads:
        """Of a query with roads to the end, the first of which was taken: what each other decision would have brought."""
        ask = asking.parse_link(query)
        lesson, (first, _) = open_shipped_lesson(ask.lesson or ""), self._arms(ask)
        road, _ = read_roads(lesson, ask.roads or "")
        luck, _ = self._luck(ask, self._arms(ask))
        many = min(self.pairs, request_limits.most_pairs(len(first.world.teams), first.weeks * (1 + len(others))))
        about = lesson_catalogue.protagonist(lesson)
        return roads_told(lesson, road, others, asking.replicate_at(first, luck), many, about)

    def _arms(self, ask: LinkQuery) -> tuple[Settings, ...]:
        arms = asking.link_settings(lesson_catalogue.with_lesson_defaults(ask))
        request_limits.check_states(len(arms[0].world.teams), arms[0].weeks, len(arms))
        return arms

    def _luck(self, ask: LinkQuery, arms: Sequence[Settings]) -> tuple[int, str]:
        """The luck asked for; else that of the ordinary pair; and what is said of it."""
        measure, given = pair_distribution.measure_named(None), lesson_catalogue.with_lesson_defaults(ask).replicate
        plain = ask.without_replicate().canonical
        if given is not None and (said := lesson_catalogue.lesson_luck_text(ask, given)) is not None:
            return given, said
        if given is not None and plain not in self._chosen:
            return given, pair_distribution.ASKED_FOR
        chosen = self._ordinary(plain, arms, measure)
        if given is not None and given != chosen.index:
            return given, pair_distribution.ASKED_FOR
        return chosen.index, pair_distribution.representative_text(chosen, measure, arms[0].weeks)

    def _ordinary(self, key: str, arms: Sequence[Settings], measure: Measure) -> RepresentativePair:
        with self._lock:
            found = self._chosen.get(key)
        if found is None:
            count = min(self.pairs, request_limits.most_pairs(len(arms[0].world.teams), arms[0].weeks))
            found = pair_distribution.choose_representative(arms, measure, count)
            with self._lock:
                self._chosen[key] = found
                while len(self._chosen) > CHOSEN:
                    self._chosen.popitem(last=False)
        return found

    def _run(self, ask: LinkQuery, arms: tuple[Settings, ...], replicate: int) -> RecordedRun:
        key = ask.with_replicate(replicate).canonical
        with self._lock:
            if key in self._runs:
                self._runs.move_to_end(key)
                return self._runs[key]
        run = run_recorded(arms, asking.replicate_at(arms[0], replicate))
        with self._lock:
            self._runs[key] = run
            while len(self._runs) > 1 and sum(_bytes(one) for one in self._runs.values()) > RUNS:
                self._runs.popitem(last=False)
        return run

    def _pair(self, ask: LinkQuery) -> tuple[PairedRun, tuple[str, str]]:
        """The first world and another one, `world=` 1 or 2, with their names."""
        arms = self._arms(ask)
        replicate, _ = self._luck(ask, arms)
        other = asking.parse_whole(ask, "world", 1, len(arms) - 1) or 1
        names = lesson_catalogue.world_names(ask, len(arms))
        return self._run(ask, arms, replicate).pair(other), (names[0], names[other])


Answer = TypeVar("Answer")


def _typed(answer: Answer, ask: LinkQuery) -> Answer:
    """An answer on a place made with the form says the names that were typed there."""
    return with_typed_names(answer, place_form.decode(ask.place_form)) if ask.place_form else answer


def _story(who: str, told: TeamStory, pair: PairedRun, names: Sequence[str], put: PlainNames) -> page.SentStory:
    return {
        "who": who,
        "parting": divergence_payload(pair, told.team, put),
        "captions": in_order(captions_payload(told, names, put)),
    }


def _bytes(run: RecordedRun) -> int:
    return sum(part.nbytes for part in (*run.grids.values(), *run.tables.values()))


def _position(ask: LinkQuery, word: str, names: Sequence[str]) -> int:
    given = ask.more[word]
    if given not in names:
        shown = given[:60]
        raise request_limits.NotFound(f"{word}: {shown} is not there; allowed: {list_names(names, 40)}{did_you_mean(shown, names)}")
    return names.index(given)


def zipped(answer: Mapping[str, object]) -> bytes:
    """An answer as gzipped JSON. Raises ValueError where a number is none."""
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8"), ZIPPED_BRIEF if answer.get("brief") else ZIPPED, mtime=0)


ApiCall = Callable[[str], Mapping[str, object]]


def api_routes(answers: TeachApi) -> dict[str, ApiCall]:
    """What can be asked, by the last part of its path."""
    return {name: getattr(answers, name) for name in ("start", "worlds", "card", "many", "story", "why")}


__all__ = ["ApiCall", "TeachApi", "UserError", "api_routes", "zipped"]
