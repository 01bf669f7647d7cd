"""Each shipped lesson walked in a browser on the real server, from its story to the closing questions."""

import os
from pathlib import Path
from typing import Any

import pytest
from browser import watched

from icsim.base.resources import conf_dir

LESSONS = sorted(path.stem for path in (conf_dir() / "lesson").glob("*.yaml"))
SHOTS = os.environ.get("ICSIM_SHOTS", "")  # a folder: pictures of the page are kept there
SCREEN = {"width": 1280, "height": 800}

pytestmark = pytest.mark.slow


def shoot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def guess(page: Any) -> None:
    """Any prediction will do."""
    if page.locator(".guess-choices").count():
        page.get_by_role("radio").first.check()
    else:
        page.locator(".handle").nth(3).focus()
        page.keyboard.press("PageUp")


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_from_story_to_closing(browser: Any, real: str, lesson: str) -> None:
    context = browser.new_context(viewport=SCREEN)
    context.set_default_timeout(30_000)
    watch = watched(context.new_page(), real)
    page = watch.open(f"?lesson={lesson}")
    shoot(page, f"{lesson}-1-story")
    page.get_by_role("button", name="Predict", exact=True).click()
    guess(page)
    page.get_by_role("button", name="Lock my prediction and run").click()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("tab", name="Lesson").click()
    page.get_by_role("button", name="To the end").click()
    page.get_by_role("button", name="Compare with my prediction").click()
    shoot(page, f"{lesson}-2-compare")
    assert "cannot be told" not in page.locator(".lesson-body").inner_text()
    assert page.locator(".compare dd").count() == 2 or page.locator(".curve polyline").count() == 2
    page.get_by_role("button", name="Tasks", exact=True).click()
    tasks = page.locator(".tasks > li").count()
    assert tasks > 0
    for part in page.locator(".tasks details").all():
        if part.get_attribute("open") is None:
            part.locator("summary").click()
        part.get_by_role("button", name="Done: show the answer").click()
    assert all(text and "No answer" not in text for text in page.locator(".answer").all_text_contents())
    page.get_by_role("button", name="Closing questions").click()
    assert page.locator(".closing li").count() == 3
    page.get_by_role("tab", name="What happened").click()
    assert page.locator(".caption").count() > 2
    shoot(page, f"{lesson}-3-told")
    assert watch.clean(), (watch.strangers, watch.refused, watch.complaints)
    context.close()
