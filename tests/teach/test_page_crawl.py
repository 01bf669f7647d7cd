"""Every control of every stage of every lesson and of the free view is used: nothing throws, is inert or is refused.

By default the free view of one place and one lesson's first stages, on one screen; `make crawl` takes all, in over an hour.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import watched

from icsim.base.resources import conf_dir
from icsim.teach.request_limits import RateLimiter

SIZES = {
    "desktop": {"viewport": {"width": 1366, "height": 768}},
    "projector": {"viewport": {"width": 1920, "height": 1080}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
}
LESSONS = sorted(path.stem for path in (conf_dir() / "lesson").glob("*.yaml"))
PLACES = sorted(path.stem for path in (conf_dir() / "place").glob("*.yaml"))
STAGES = ("story", "predict", "run", "compare", "tasks", "closing", "look")
if not os.environ.get("ICSIM_CRAWL"):
    SIZES, LESSONS, PLACES, STAGES = {"desktop": SIZES["desktop"]}, ["box4"], ["pair"], ("story", "compare")
CRAWL = (Path(__file__).parent / "crawl.js").read_text(encoding="utf-8").rstrip().rstrip(";")
PATIENCE = 8000  # milliseconds until a control that changed nothing is called inert

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def patient() -> Iterator[None]:
    """One visitor who presses everything at once is no attack."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RateLimiter, "allows", lambda *_: True)
        yield


def crawl(browser: Any, real: str, query: str, size: str) -> dict[str, Any]:
    """Uses everything there is to use from a link on; fails on what goes wrong."""
    context = browser.new_context(**SIZES[size])
    context.set_default_timeout(600_000)
    watch = watched(context.new_page(), real)
    watch.open("?" + query)
    found: dict[str, Any] = watch.page.evaluate(f"(given) => ({CRAWL})(given)", {"query": query, "patience": PATIENCE})
    wrong = {name: found[name] for name in ("inert", "troubles", "empty") if found[name]}
    context.close()
    assert watch.clean(), (query, size, watch.strangers, watch.refused, watch.complaints)
    assert not wrong, (query, size, wrong)
    assert found["used"] > 5
    return found


def guess_for(lesson: str) -> str:
    """Any prediction, as a link has it."""
    text = (conf_dir() / "lesson" / f"{lesson}.yaml").read_text(encoding="utf-8")
    return "50,50,50,50,50,50,50" if "  curve: {" in text else "0"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_control_of_a_lesson_does_something(browser: Any, real: str, lesson: str, size: str) -> None:
    for stage in STAGES:
        guess = "" if stage in ("story", "predict", "look") else f"&guess={guess_for(lesson)}"
        crawl(browser, real, f"lesson={lesson}&stage={stage}{guess}", size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", PLACES)
def test_every_control_of_the_free_view_does_something(browser: Any, real: str, place: str, size: str) -> None:
    crawl(browser, real, f"set=place={place}&b=leadership.team.working_with_power.level=0.9&weeks=52&replicate=1", size)
