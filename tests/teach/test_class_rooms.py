"""Rooms without a server and without a clock: who may do what and when, what is seen, and that everything ends."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from icsim.base.errors import UserError
from icsim.teach import request_limits
from icsim.teach.classroom import prediction_scoring, room, rooms, routes
from icsim.teach.classroom.prediction_scoring import CurveAxis, PredictionRound
from icsim.teach.classroom.room import CLOSED, OPEN, PHASES, RUN, TOLD, ClassRoom
from icsim.teach.classroom.rooms import ClassRooms
from icsim.teach.request_limits import Forbidden, NotFound
from icsim.teach.serving import connections

CHOICE = PredictionRound("box4", "Asked", "lesson=box4", "Which?", "It was b.", choices=("a", "b", "c"), choice=1)
LINE = PredictionRound(
    "box3",
    "Hats",
    "lesson=box3",
    "Draw",
    "So it went.",
    curve=CurveAxis("strain", 0.0, 2.0, 4, 0.5),
    course=(1.0, 1.0, None, 1.0, 1.0),
)


def opened(first: PredictionRound = CHOICE) -> ClassRoom:
    return ClassRooms().open(first, "teacher", 0.0)


def seats(where: ClassRoom, count: int) -> list[str]:
    return [where.join("", f"10.0.0.{n}", 0.0) for n in range(count)]


def test_the_whole_story_of_a_choice() -> None:
    found = opened()
    one, two, late = seats(found, 3)
    found.lock(one, 1, None, 1.0)
    found.lock(two, 2, None, 1.0)
    screen = found.seen_by_screen(found.secret, 2.0)
    assert (screen["joined"], screen["locked"], screen["spread"], screen["truth"]) == (3, 2, None, None)
    found.steer(found.secret, CLOSED, 3.0)
    assert found.seen_by_phone(late, 3.0)["spread"] == {"counts": [0, 1, 1], "lines": None, "middle": None}
    found.steer(found.secret, RUN, 4.0)
    assert found.seen_by_phone(one, 4.0)["truth"] is None
    found.steer(found.secret, TOLD, 5.0)
    told = found.seen_by_phone(one, 5.0)
    assert told["close"] == {"of": 2, "right": 1, "nearest": [{"label": told["label"], "off": 0}]}
    assert told["yours"]["right"] is True
    assert found.seen_by_phone(two, 5.0)["yours"]["right"] is False
    assert found.seen_by_phone(late, 5.0)["yours"] is None
    found.begin(found.secret, LINE, 6.0)
    again = found.seen_by_phone(one, 6.0)
    assert (again["phase"], again["guess"], again["spread"], again["label"]) == (OPEN, None, None, told["label"])


def test_lines_are_ranked_by_their_distance_from_what_happened() -> None:
    found = opened(LINE)
    near, far, same = seats(found, 3)
    found.lock(near, None, [50.0, 50.0], 1.0)  # 1.0 throughout: what happened
    found.lock(far, None, [100, 100, 100], 1.0)  # 2.0 throughout
    found.lock(same, None, [0.0, 100.0], 1.0)  # 0, .5, -, 1.5, 2: off 1, .5, .5, 1
    found.steer(found.secret, CLOSED, 2.0)
    assert found.seen_by_phone(far, 2.0)["spread"]["middle"] == [50.0, 50.0, 100.0]
    found.steer(found.secret, TOLD, 2.0)
    own = [found.seen_by_phone(one, 2.0)["yours"] for one in (near, same, far)]
    assert own == [{"right": None, "off": off, "place": place} for off, place in ((0.0, 1), (0.75, 2), (1.0, 3))]
    assert [one["off"] for one in found.seen_by_screen(found.secret, 2.0)["close"]["nearest"]] == [0.0, 0.75, 1.0]


def test_where_nobody_was_right_those_beside_are_close_if_there_is_an_order() -> None:
    said: list[tuple[str, Any]] = [("ruby wren", 0), ("teal owl", 3), ("jade hare", 2)]
    plain = PredictionRound("l", "t", "q", "?", ".", choices=("a", "b", "c", "d"), choice=1)
    ordered = PredictionRound("l", "t", "q", "?", ".", choices=("a", "b", "c", "d"), choice=1, ordered=True)
    assert prediction_scoring.results(plain, said)[0] == {"of": 3, "right": 0, "nearest": []}
    nearest = prediction_scoring.results(ordered, said)[0]["nearest"]
    assert nearest == [{"label": "jade hare", "off": 1}, {"label": "ruby wren", "off": 1}]


def test_a_locked_prediction_stays_and_a_late_one_waits() -> None:
    found = opened()
    one, late = seats(found, 2)
    found.lock(one, 1, None, 1.0)
    found.lock(one, 1, None, 1.5)  # a phone that did not hear the answer asks again
    with pytest.raises(UserError, match="it is locked"):
        found.lock(one, 2, None, 2.0)
    found.steer(found.secret, CLOSED, 3.0)
    with pytest.raises(UserError, match="predictions are closed"):
        found.lock(late, 2, None, 3.0)
    found.steer(found.secret, OPEN, 4.0)
    assert found.seen_by_phone(late, 4.0)["spread"] is None
    found.lock(late, 2, None, 4.0)
    with pytest.raises(UserError, match="it is locked"):
        found.lock(one, 0, None, 4.0)


@pytest.mark.parametrize(("begun", "to"), [(RUN, OPEN), (RUN, CLOSED), (TOLD, OPEN), (TOLD, RUN)])
def test_what_has_run_is_not_predicted_again(begun: str, to: str) -> None:
    found = opened()
    found.steer(found.secret, begun, 1.0)
    with pytest.raises(UserError, match="the class has seen more"):
        found.steer(found.secret, to, 2.0)
    assert found.phase == begun


@pytest.mark.parametrize("key", ["", "x", "seat"])
def test_only_the_secret_steers_and_sees_the_screen(key: str) -> None:
    found = opened()
    (seat,) = seats(found, 1)
    given_ = seat if key == "seat" else key
    for act in (
        lambda: found.steer(given_, CLOSED, 1.0), lambda: found.begin(given_, LINE, 1.0),
        lambda: found.seen_by_screen(given_, 1.0), lambda: found.check(given_),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            act()
    assert (found.phase, found.round, found.version) == (OPEN, CHOICE, 1)
    with pytest.raises(NotFound):
        found.lock(found.secret, 1, None, 1.0)  # the screen has no seat


@pytest.mark.parametrize(
    ("asked", "choice", "curve", "said"),
    [
        (CHOICE, None, None, "one of its choices"), (CHOICE, 3, None, "0 to 2"), (CHOICE, -1, None, "0 to 2"),
        (CHOICE, None, [1.0, 2.0], "one of its choices"), (CHOICE, 1, [1.0, 2.0], "one of its choices"),
        (LINE, 1, None, "a drawn line"), (LINE, None, [1.0], "2 to 64"), (LINE, None, [1.0] * 65, "2 to 64"),
        (LINE, None, [0.0, 100.5], "0 to 100"), (LINE, None, [-1.0, 1.0], "0 to 100"),
        (LINE, None, [float("nan"), 1.0], "0 to 100"),
        (LINE, 1, [1.0, 2.0], "a drawn line"),
    ],
)  # fmt: skip
def test_a_guess_is_of_the_kind_that_is_asked_for(
    asked: PredictionRound, choice: int | None, curve: list[float] | None, said: str
) -> None:
    found = opened(asked)
    (seat,) = seats(found, 1)
    with pytest.raises(UserError, match=said):
        found.lock(seat, choice, curve, 1.0)
    assert found.seats[seat].guess is None


def test_who_comes_back_has_the_seat_and_the_label_of_before() -> None:
    found = opened()
    one, other = seats(found, 2)
    found.lock(one, 2, None, 1.0)
    assert found.join(one, "elsewhere", 500.0) == one
    assert found.seen_by_phone(one, 500.0)["guess"] == 2
    assert found.join("made up", "10.0.0.9", 500.0) not in (one, other, "made up")
    assert len({seat.label for seat in found.seats.values()}) == 3


def test_a_phone_hears_only_what_is_new() -> None:
    found = opened()
    one, two = seats(found, 2)
    now = str(found.version)
    found.lock(two, 1, None, 1.0)
    assert found.news(one, now, 2.0) is None  # not even that another has locked
    assert found.news(one, "", 2.0) is not None
    found.steer(found.secret, CLOSED, 3.0)
    assert found.news(one, now, 4.0) is not None


def test_who_is_away_is_not_waited_for() -> None:
    found = opened()
    one, two, _ = seats(found, 3)
    found.lock(two, 0, None, 0.0)
    found.news(one, "", room.AWAY * 2)
    assert found.seen_by_screen(found.secret, room.AWAY * 2)["here"] == 2  # the one that asks, the one that locked


def test_a_room_is_full_at_some_time_but_not_by_one_phone() -> None:
    found = opened()
    for _ in range(room.MOST_OF_ONE):
        found.join("", "greedy", 0.0)
    with pytest.raises(UserError, match="behind one address"):
        found.join("", "greedy", 0.0)
    others = [found.join("", f"10.0.1.{n}", 0.0) for n in range(room.MOST_SEATS - room.MOST_OF_ONE)]
    with pytest.raises(UserError, match="full"):
        found.join("", "late", 0.0)
    assert found.join(others[0], "late", 1.0) == others[0]  # a seat is kept
    assert len({seat.label for seat in found.seats.values()}) == room.MOST_SEATS


def test_labels_are_enough_and_differ() -> None:
    assert room.MOST > room.MOST_SEATS
    everything = {f"{colour} {animal}" for colour in room.COLOURS for animal in room.ANIMALS}
    assert len(everything) == room.MOST
    assert room.fresh(everything - {"ruby wren"}) == "ruby wren"


def test_rooms_have_an_end() -> None:
    kept = ClassRooms()
    found = kept.open(CHOICE, "a", 0.0)
    found.seen_by_screen(found.secret, rooms.IDLE)
    (seat,) = [found.join("", "10.0.0.1", rooms.IDLE)]
    for now in np.arange(rooms.IDLE, 2 * rooms.IDLE + 1.0, rooms.ALONE):
        assert kept.find(found.code, now) is found
        found.seen_by_phone(seat, now)  # a phone alone does not keep it for ever
    with pytest.raises(NotFound):
        kept.find(found.code, 2 * rooms.IDLE + 1.0)
    busy = kept.open(CHOICE, "a", 0.0)
    for hour in range(1, 13):
        busy.seen_by_screen(busy.secret, hour * 3600.0)
        assert kept.find(busy.code, hour * 3600.0) is busy
    with pytest.raises(NotFound):
        kept.find(busy.code, rooms.OLDEST + 1.0)
    assert len(kept) == 0


def test_rooms_that_everybody_has_left_make_way() -> None:
    """A teacher whose tabs were lost is not locked out for hours."""
    kept = ClassRooms()
    for _ in range(rooms.MOST_OF_ONE):
        kept.open(CHOICE, "teacher", 0.0)
    with pytest.raises(UserError, match="open"):
        kept.open(CHOICE, "teacher", rooms.ALONE)
    found = kept.open(CHOICE, "teacher", rooms.ALONE + 1.0)
    assert len(kept) == 1
    seat = found.join("", "10.0.0.1", rooms.ALONE + 1.0)
    found.seen_by_phone(seat, 2 * rooms.ALONE)
    assert kept.find(found.code, 2.5 * rooms.ALONE) is found  # somebody is still there


def test_rooms_are_bounded_and_one_address_has_few() -> None:
    kept = ClassRooms()
    for _ in range(rooms.MOST_OF_ONE):
        kept.open(CHOICE, "greedy", 0.0)
    with pytest.raises(UserError, match=f"this address has {rooms.MOST_OF_ONE} open"):
        kept.open(CHOICE, "greedy", 0.0)
    for n in range(rooms.MOST_ROOMS - rooms.MOST_OF_ONE):
        kept.open(CHOICE, f"10.0.0.{n}", 0.0)
    with pytest.raises(UserError, match=f"this server has {rooms.MOST_ROOMS} open"):
        kept.open(CHOICE, "another", 0.0)
    kept.open(CHOICE, "another", rooms.IDLE + 1.0)  # the others are forgotten by then
    assert len(kept) == 1


def test_a_code_is_read_as_people_type_it() -> None:
    kept = ClassRooms()
    found = kept.open(CHOICE, "a", 0.0)
    assert kept.find(f" {found.code[:2].lower()} {found.code[2:]} ", 0.0) is found
    assert set(found.code) <= set(rooms.ALPHABET)
    kept.end(found)
    for code in (found.code, "", "AEIOU", "é" * 5, "\x00"):
        with pytest.raises(NotFound):
            kept.find(code, 0.0)


@given(st.lists(st.floats(0, 100), min_size=2, max_size=64), st.integers(1, 300))
def test_a_stretched_line_keeps_its_ends_and_its_bounds(line: list[float], weeks: int) -> None:
    found = prediction_scoring.resample_curve(line, weeks + 1)
    assert (found[0], found[-1]) == (line[0], line[-1])
    assert min(line) - 1e-9 <= found.min() <= found.max() <= max(line) + 1e-9


@pytest.mark.slow
@given(st.lists(st.lists(st.floats(0, 100), min_size=2, max_size=9), min_size=1, max_size=12), st.floats(0.1, 50))
def test_places_follow_distances_and_do_not_depend_on_the_unit(lines: list[list[float]], unit: float) -> None:
    guesses: list[tuple[str, Any]] = [(str(n), tuple(line)) for n, line in enumerate(lines)]
    course = tuple(np.linspace(0.2, 0.8, 5).tolist())
    asked = PredictionRound("l", "t", "q", "?", ".", curve=CurveAxis("m", 0.0, 1.0, 4, 0.5), course=course)
    scaled = PredictionRound(
        "l", "t", "q", "?", ".", curve=CurveAxis("m", 0.0, unit, 4, 0.5), course=tuple(unit * one for one in course)
    )
    close, own = prediction_scoring.results(asked, guesses)
    offs = [one["off"] for one in own.values()]
    assert all(one["place"] == 1 + sum(off < one["off"] for off in offs) for one in own.values())
    assert [one["off"] for one in close["nearest"]] == sorted(offs)[: prediction_scoring.NAMED]
    for _, line in guesses:
        assert scaled.off(line) == pytest.approx(unit * asked.off(line), rel=1e-9, abs=1e-12)


def test_the_documentation_gives_the_limits_that_hold() -> None:
    page = (Path(__file__).parents[2] / "docs" / "teach.md").read_text(encoding="utf-8")
    (seat, at_once), (door, doors), (wrong, wrongs) = routes.SEAT, routes.DOOR, routes.WRONG
    for row in (
        f"| rooms of a server, of one address | {rooms.MOST_ROOMS}, {rooms.MOST_OF_ONE} |",
        f"| phones of a room, of one address | {room.MOST_SEATS}, {room.MOST_OF_ONE} |",
        f"| {rooms.ALONE / 60:g} minutes after its screen or a phone was last there |",
        f"| {rooms.IDLE / 3600:g} hours after its screen was last there, and {rooms.OLDEST / 3600:g} hours after it was opened |",
        f"| requests of one phone | {seat:g} a second in the long run, {at_once:g} at once |",
        f"| joining, of one address | {door:g} a second in the long run, {doors:g} at once |",
        f"one in {('one', 'two')[round(1 / wrong) - 1]} seconds in the long run, {wrongs:g} at once |",
        f"| {request_limits.LIGHT_RATE:g} a second in the long run, {request_limits.LIGHT_BURST:,.0f} at once |",
        f"| points of a drawn line | {prediction_scoring.POINTS[1]} |",
        f"| connections, of one address, in all | {connections.MOST_OF_ONE:,}, {connections.MOST:,} (",
        f"| silence | a request has {connections.SILENT:g} seconds to come whole;",
    ):
        assert row in page


class AnyClass(RuleBasedStateMachine):
    """Phones and a facilitator in any order: what is seen is what may be seen, and nothing locked ever changes."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.room = opened()
        self.said: dict[str, Any] = {}
        self.keys: list[str] = []

    @rule(seconds=st.floats(0, 100))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def come(self) -> None:
        self.keys.append(self.room.join("", "10.0.0.1", self.now))

    @precondition(lambda self: self.keys)
    @rule(data=st.data(), choice=st.integers(-1, 3))
    def say(self, data: Any, choice: int) -> None:
        key = data.draw(st.sampled_from(self.keys))
        before = self.said.get(key)
        allowed = 0 <= choice <= 2 and (before == choice if before is not None else self.room.phase == OPEN)
        try:
            self.room.lock(key, choice, None, self.now)
        except UserError:
            assert not allowed
        else:
            assert allowed
            self.said[key] = choice

    @rule(to=st.sampled_from(PHASES))
    def steer(self, to: str) -> None:
        before, version = self.room.phase, self.room.version
        ahead = PHASES.index(to) >= PHASES.index(before) or (before, to) == (CLOSED, OPEN)
        try:
            self.room.steer(self.room.secret, to, self.now)
        except UserError:
            assert not ahead
            assert (self.room.phase, self.room.version) == (before, version)
        else:
            assert ahead
            assert self.room.version == version + (to != before)

    @rule()
    def begin(self) -> None:
        self.room.begin(self.room.secret, CHOICE, self.now)
        self.said = {}

    @invariant()
    def seen(self) -> None:
        counts = [list(self.said.values()).count(n) for n in range(3)]
        screen = self.room.seen_by_screen(self.room.secret, self.now)
        assert (screen["joined"], screen["locked"]) == (len(self.keys), len(self.said))
        for key in self.keys:
            phone = self.room.seen_by_phone(key, self.now)
            assert phone["guess"] == self.said.get(key)
            assert (phone["spread"] is None) == (self.room.phase == OPEN)
            assert (phone["truth"] is None) == (phone["close"] is None) == (self.room.phase != TOLD)
            assert not {"joined", "here", "locked", "query", "key"} & set(phone)
            if phone["spread"]:
                assert phone["spread"]["counts"] == counts
            if phone["close"]:
                assert (phone["close"]["of"], phone["close"]["right"]) == (len(self.said), counts[1])


TestAnyClass = pytest.mark.slow(AnyClass.TestCase)
