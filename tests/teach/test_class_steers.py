"""A class that steers, without a server: who decides in a tie, in silence, alone; what is seen when; what is told afterwards."""

import numpy as np
import pytest

from icsim.base.errors import UserError
from icsim.teach.classroom.ballot import Ballot, Outcome
from icsim.teach.classroom.prediction_scoring import PredictionRound
from icsim.teach.classroom.room import CLOSED, OPEN, ROAD, RUN, TOLD, VOTE, VOTED, ClassRoom
from icsim.teach.classroom.rooms import ClassRooms
from icsim.teach.classroom.steering import Steering
from icsim.teach.request_limits import Forbidden
from icsim.teach.road_types import SentSteer

FIRST = PredictionRound("steered", "You decide", "lesson=steered", "", "")
END = PredictionRound("steered", "You decide", "lesson=steered", "Which?", "It was b.", choices=("a", "b"), choice=1)
PLAN: SentSteer = {
    "who": "the chief",
    "moments": [
        {"week": week, "ask": f"In week {week}?", "choices": [{"id": one, "name": one, "text": one.upper()} for one in ids]}
        for week, ids in ((8, ["ask", "tell"]), (20, ["keep", "half", "cut"]))
    ],
}


def opened() -> ClassRoom:
    return ClassRooms().open(FIRST, "teacher", 0.0, Steering(PLAN, "lesson=steered&replicate=7"))


def seats(where: ClassRoom, count: int) -> list[str]:
    return [where.join("", f"10.0.0.{n}", 0.0) for n in range(count)]


def voted(where: ClassRoom, *votes: int) -> list[str]:
    """So many phones vote, and the vote is closed."""
    found = seats(where, len(votes))
    for seat, choice in zip(found, votes, strict=True):
        where.vote(seat, choice, 1.0)
    where.steer(where.secret, VOTED, 2.0)
    return found


@pytest.mark.parametrize(
    ("votes", "host", "said"),
    [
        ([1, 0, 1], None, Outcome(1, 0, "most", wanted=True)),
        ([2, 0], None, Outcome(2, 0, "tie", wanted=True)),  # as many: the one voted for first
        ([0, 2, 2, 0], None, Outcome(0, 2, "tie", wanted=True)),
        ([2], None, Outcome(2, 0, "most", wanted=False)),  # one phone: beside it the first of those left
        ([0, 0], None, Outcome(0, 1, "most", wanted=False)),
        ([], None, None),  # silence
        ([], 1, Outcome(1, 0, "host", wanted=False)),
        ([2, 2, 0], 1, Outcome(1, 2, "host", wanted=True)),
    ],
)
def test_who_decides(votes: list[int], host: int | None, said: Outcome | None) -> None:
    found = Ballot(3, host=host)
    for voter, choice in enumerate(votes):
        found.vote(str(voter), choice)
    assert found.outcome() == said


def test_a_vote_is_cast_once_and_counted_once() -> None:
    found = opened()
    one, other = seats(found, 2)
    found.vote(one, 1, 1.0)
    found.vote(one, 1, 1.0)  # a phone that did not hear the answer
    with pytest.raises(UserError, match="it is cast"):
        found.vote(one, 0, 1.0)
    with pytest.raises(UserError, match="0 to 1"):
        found.vote(other, 2, 1.0)
    assert found.steering is not None
    assert found.steering.ballot.counts() == [0, 1]


def test_nobody_sees_a_vote_before_it_is_closed() -> None:
    found = opened()
    one, other = seats(found, 2)
    found.vote(one, 1, 1.0)
    seen = [found.seen_by_screen(found.secret, 1.0)["steering"], found.seen_by_phone(other, 1.0)["steering"]]
    for steering in seen:
        assert steering is not None
        assert (steering["counts"], steering["taken"], steering["other"]) == (None, None, None)
    assert found.seen_by_screen(found.secret, 1.0)["locked"] == 1
    assert found.seen_by_phone(other, 1.0)["votes"] == [None]
    assert found.seen_by_phone(one, 1.0)["votes"] == [1]


def test_silence_decides_nothing_and_the_host_can_alone() -> None:
    found = opened()
    with pytest.raises(UserError, match="nobody has voted; wait, or decide alone"):
        found.steer(found.secret, VOTED, 1.0)
    assert found.phase == VOTE
    (phone,) = seats(found, 1)
    with pytest.raises(Forbidden):
        found.decide(phone, 1, 1.0)
    found.decide(found.secret, 1, 1.0)
    steering = found.seen_by_phone(phone, 1.0)["steering"]
    assert steering is not None
    assert (found.phase, steering["how"], steering["taken"], steering["counts"]) == (VOTED, "host", 1, [0, 0])


def test_voting_again_takes_the_host_s_decision_back_and_keeps_the_votes() -> None:
    found = opened()
    seen = voted(found, 0, 0)
    found.decide(found.secret, 1, 2.0)
    found.steer(found.secret, VOTE, 3.0)
    late = found.join("", "late", 3.0)
    found.vote(late, 1, 3.0)
    with pytest.raises(UserError, match="it is cast"):
        found.vote(seen[0], 1, 3.0)
    found.steer(found.secret, VOTED, 4.0)
    steering = found.seen_by_screen(found.secret, 4.0)["steering"]
    assert steering is not None
    assert (steering["counts"], steering["taken"], steering["how"]) == ([2, 1], 0, "most")


def test_who_comes_late_votes_at_the_next_decision() -> None:
    found = opened()
    voted(found, 0)
    late = found.join("", "late", 3.0)
    with pytest.raises(UserError, match="there is none now"):
        found.vote(late, 1, 3.0)
    found.steer(found.secret, ROAD, 3.0)
    found.steer(found.secret, VOTE, 4.0)
    found.vote(late, 2, 4.0)
    assert found.seen_by_phone(late, 4.0)["votes"] == [None, 2]


def test_the_road_goes_on_from_what_was_decided_and_the_other_stands_beside_it() -> None:
    found = opened()
    one, two, three = voted(found, 1, 1, 0)
    assert found.seen_by_screen(found.secret, 2.0)["query"] == "lesson=steered&replicate=7&roads=tell,ask"
    found.steer(found.secret, ROAD, 3.0)
    found.steer(found.secret, VOTE, 4.0)
    for phone, choice in ((one, 2), (two, 2), (three, 1)):
        found.vote(phone, choice, 5.0)
    found.steer(found.secret, VOTED, 6.0)
    assert found.seen_by_screen(found.secret, 6.0)["query"].endswith("roads=tell.cut,tell.half")
    assert found.steering is not None
    assert found.steering.others() == ["ask", "half"]
    past = found.steering.seen(closed=True)["past"]
    assert [(each["week"], each["taken"], each["other"]) for each in past] == [(8, 1, 0)]


@pytest.mark.parametrize(
    ("way", "to"),
    [([], ROAD), ([], OPEN), ([], RUN), ([VOTED], OPEN), ([VOTED], TOLD), ([VOTED, ROAD], VOTED), ([VOTED, ROAD], OPEN)],
)
def test_no_step_is_left_out(way: list[str], to: str) -> None:
    found = opened()
    (seat,) = seats(found, 1)
    found.vote(seat, 0, 1.0)
    for step in way:
        found.steer(found.secret, step, 2.0)
    with pytest.raises(UserError, match="is not the next step"):
        found.steer(found.secret, to, 3.0)


def test_the_end_is_predicted_and_told_with_the_roads_not_taken() -> None:
    found = opened()
    one, two = voted(found, 0, 1)
    found.steer(found.secret, ROAD, 3.0)
    found.steer(found.secret, VOTE, 4.0)
    with pytest.raises(UserError, match="nothing is predicted before all is decided"):
        found.lock(one, 1, None, 4.0)
    found.decide(found.secret, 2, 5.0)
    with pytest.raises(UserError, match="road is not the next step"):
        found.steer(found.secret, ROAD, 5.0)
    found.steer(found.secret, OPEN, 6.0, END)
    found.lock(one, 1, None, 7.0)
    found.lock(two, 0, None, 7.0)
    for step in (CLOSED, OPEN, CLOSED, RUN):
        found.steer(found.secret, step, 8.0)
    assert found.seen_by_phone(one, 8.0)["steering"] is not None
    assert found.seen_by_phone(one, 8.0)["steering"]["told"] is None
    found.steer(found.secret, TOLD, 9.0, roads={"headline": "So.", "roads": []})
    told = found.seen_by_phone(one, 9.0)
    assert told["steering"] is not None
    assert told["steering"]["told"] == {"headline": "So.", "roads": []}
    assert told["votes"] == [0, None]
    assert told["close"] == {"of": 2, "right": 1, "nearest": [{"label": told["label"], "off": 0}]}
    with pytest.raises(UserError, match="nothing is decided in this room now"):
        found.steer(found.secret, VOTE, 9.0)
    found.begin(found.secret, FIRST, 10.0, Steering(PLAN, "lesson=steered"))
    again = found.seen_by_phone(one, 10.0)
    assert (again["phase"], again["votes"], again["guess"]) == (VOTE, [None], None)


def test_a_room_that_only_predicts_has_no_vote() -> None:
    found = ClassRooms().open(END, "teacher", 0.0)
    (seat,) = seats(found, 1)
    with pytest.raises(UserError, match="there is none now"):
        found.vote(seat, 0, 1.0)
    with pytest.raises(UserError, match="there is nothing to decide"):
        found.decide(found.secret, 0, 1.0)
    with pytest.raises(UserError, match="nothing is decided in this room"):
        found.steer(found.secret, VOTED, 1.0)
    assert found.seen_by_phone(seat, 1.0)["votes"] == []


def test_the_way_beside_it_is_always_another_one() -> None:
    luck = np.random.default_rng(0)
    for _ in range(300):
        found = Ballot(int(luck.integers(2, 5)), host=None)
        for voter in range(int(luck.integers(0, 6))):
            found.vote(str(voter), int(luck.integers(0, found.choices)))
        said = found.outcome()
        assert (said is None) == (not found.cast)
        if said is not None:
            counts = found.counts()
            assert said.taken != said.other
            assert counts[said.taken] == max(counts)
