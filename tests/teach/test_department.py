"""The people at a table add up in every week of every lesson that has one, and are those of the run."""

import numpy as np
import pytest

from icsim.teach.api import TeachApi
from icsim.teach.department import MOST_SEATS, largest_remainder
from icsim.teach.lessons.load_lesson import known_lessons


@pytest.fixture(scope="module")
def api() -> TeachApi:
    return TeachApi(16)


QUICK = ("box2", "box6", "chief")  # one with people, one without, one with roads; the others are slow


@pytest.mark.parametrize(
    "lesson", [pytest.param(one, marks=[] if one in QUICK else [pytest.mark.slow]) for one in sorted(known_lessons())]
)
def test_seats_add_up_and_nobody_is_half(api: TeachApi, lesson: str) -> None:
    told = api.worlds(f"lesson={lesson}&replicate=0")
    room = told["lesson"]["department"]
    if room is None:
        return
    assert room["seats"] == sum(told["teams"][n]["size"] for n in room["teams"]) <= MOST_SEATS
    for world in range(len(told["names"])):
        came, cut, waiting = (np.array(room[name][world]) for name in ("came", "cut", "waiting"))
        assert len(came) == told["weeks"] + 1
        assert ((came >= 0) & (cut >= 0) & (came + cut <= room["seats"])).all()
        assert (waiting >= 0).all()
        assert (np.diff(room["gave_up"][world]) >= 0).all()  # nobody takes it back


def test_the_front_page_s_lesson_has_a_room_and_one_without_people_has_none(api: TeachApi) -> None:
    assert api.worlds("lesson=box2&replicate=0")["lesson"]["department"]["seats"] == 10
    assert api.worlds("lesson=box6&replicate=0")["lesson"]["department"] is None  # an executive has no table of teams


def test_whole_figures_are_those_that_were_cut_off_most() -> None:
    shares = np.array([[5.4, 1.8, 2.8], [10.0, 0.0, 0.0], [3.5, 3.5, 3.0]])
    assert largest_remainder(shares, 10).tolist() == [[5, 2, 3], [10, 0, 0], [4, 3, 3]]
