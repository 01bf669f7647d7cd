"""A lesson's way: the prediction is locked before the run, answers open after doing, and nothing is shown ahead of its time."""

from collections.abc import Callable
from typing import Any

import pytest
from browser import Watch


def predict(page: Any) -> None:
    page.get_by_role("button", name="Predict", exact=True).click()


def run_to_the_end(page: Any) -> None:
    page.get_by_role("button", name="Lock my prediction and run").click()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("tab", name="Lesson").click()
    page.get_by_role("button", name="To the end").click()


@pytest.mark.slow
def test_nothing_of_the_run_is_seen_before_the_prediction_is_locked(watch: Watch) -> None:
    page = watch.open("?lesson=asked")
    assert page.get_by_text("Two organisations became one.").is_visible()
    assert page.get_by_role("button", name="Play").is_disabled()
    assert page.get_by_label("Week", exact=True).is_disabled()
    assert page.locator(".lines.covered").count() == 1
    assert page.locator(".marker").count() == 0
    page.get_by_role("tab", name="What happened").click()
    assert page.locator(".caption").count() == 0
    assert page.get_by_role("button", name="200 pairs").is_disabled()
    assert page.locator(".luck").inner_text() == "Luck 7"


def test_the_whole_lesson(watch: Watch) -> None:
    page = watch.open("?lesson=asked")
    predict(page)
    lock = page.get_by_role("button", name="Lock my prediction and run")
    assert lock.is_disabled()
    page.get_by_role("radio", name="overridden").check()
    lock.click()
    page.wait_for_url("**stage=run&guess=2**")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("tab", name="Lesson").click()
    assert page.get_by_role("button", name="2 Predict").is_disabled()  # locked for good
    page.get_by_role("button", name="To the end").click()
    page.get_by_role("button", name="Compare with my prediction").click()
    assert page.locator(".compare dd").all_inner_texts() == ["overridden", "heeded"]
    assert page.get_by_text("In this run joint ownership in week 40 stood at").is_visible()
    page.get_by_role("button", name="Tasks", exact=True).click()
    assert page.locator(".answer:not(:empty)").count() == 0
    page.get_by_role("button", name="Done: show the answer").first.click()
    assert page.get_by_text("Leaders who left by week 40 were 1 and 0.").is_visible()
    assert page.locator(".chart h2").all_inner_texts() == ["Leaders who left, both leaders together"]  # what the open task is about
    page.locator(".tasks summary").nth(1).click()
    page.wait_for_function("() => document.querySelector('.chart h2').innerText === 'Joint ownership'")
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url("**clarifying_complexity**")
    page.get_by_role("button", name="Closing questions").click()
    assert page.locator(".closing li").count() == 3
    assert watch.clean(), watch.complaints


@pytest.mark.slow
def test_while_the_run_unfolds_captions_come_when_they_are_due(watch: Watch) -> None:
    page = watch.open("?lesson=asked&stage=run&guess=0")
    assert page.locator(".caption").count() == 0
    page.get_by_role("tab", name="What happened").click()
    scrub = page.get_by_label("Week", exact=True)
    scrub.fill("10")
    early = page.locator(".caption").count()
    assert early > 0
    assert page.get_by_text("a leader left where nobody was heeded").count() == 0
    scrub.fill("30")
    assert page.locator(".caption").count() > early
    assert page.get_by_text("a leader left where nobody was heeded").count() == 1
    assert page.locator(".veil.opaque").count() == page.locator(".chart").count()


@pytest.mark.slow
def test_a_link_cannot_skip_the_prediction(watch: Watch) -> None:
    page = watch.open("?lesson=asked&stage=compare")
    assert page.get_by_role("button", name="Lock my prediction and run").is_visible()
    assert page.get_by_role("button", name="Play").is_disabled()


@pytest.mark.slow
@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_a_curve_is_drawn_by_hand(new_page: Callable[..., Watch], touch: bool) -> None:
    watch = new_page(has_touch=touch)
    page = watch.open("?lesson=curve&stage=predict")
    lock = page.get_by_role("button", name="Lock my prediction and run")
    assert lock.is_disabled()
    box = page.locator(".guess-curve svg").bounding_box()
    spots = [(box["x"] + share * box["width"], box["y"] + 0.2 * box["height"]) for share in (0.3, 0.5, 0.7, 0.9)]
    if touch:
        for x, y in spots:
            page.touchscreen.tap(x, y)
    else:
        page.mouse.move(*spots[0])
        page.mouse.down()
        for x, y in spots[1:]:
            page.mouse.move(x, y)
        page.mouse.up()
    assert lock.is_enabled()
    assert page.get_by_role("slider", name="Joint ownership in week 40").get_attribute("aria-valuenow") > "0.8"
    run_to_the_end(page)
    page.get_by_role("button", name="Compare with my prediction").click()
    assert page.get_by_text("On average you were").is_visible()
    assert page.locator(".curve polyline").count() == 2


@pytest.mark.slow
def test_a_curve_is_drawn_by_keys(watch: Watch) -> None:
    page = watch.open("?lesson=curve&stage=predict")
    handle = page.get_by_role("slider", name="Joint ownership in week 40")
    handle.focus()
    before = float(handle.get_attribute("aria-valuenow"))
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowDown")
    assert float(handle.get_attribute("aria-valuenow")) == pytest.approx(before - 0.12, abs=0.001)
    page.keyboard.press("ArrowLeft")
    assert "week 33" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert page.get_by_role("button", name="Lock my prediction and run").is_enabled()


@pytest.mark.slow
def test_the_facilitators_notes_say_when_and_how_long(watch: Watch) -> None:
    page = watch.open("?lesson=asked")
    page.get_by_role("button", name="Notes").click()
    rows = page.get_by_role("dialog", name="Notes for the facilitator").locator("tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["0", "5 min", "Tell the story."],
        ["5", "10 min", "Run it."],
        ["15", "5 min", "Ask."],
    ]
