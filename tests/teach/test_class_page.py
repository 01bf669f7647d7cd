"""A class in browsers: one screen and three phones, from the code to who was close; reloads, late comers, keys, narrow screens."""

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import Watch, watched
from classroom import classroom
from test_page_access import complaints

from icsim.teach.classroom.prediction_scoring import CurveAxis, PredictionRound

SCREEN, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 667}
EASE = 30_000  # milliseconds; a phone asks every two seconds

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def room_address(browser: Any) -> Iterator[str]:
    """A server, once there is a browser."""
    with classroom() as client:
        yield f"http://127.0.0.1:{client.port}"


@pytest.fixture
def opened(browser: Any, room_address: str) -> Iterator[Callable[..., Watch]]:
    contexts = []

    def make(path: str, **given: Any) -> Watch:
        contexts.append(browser.new_context(**{"viewport": PHONE, "has_touch": True, **given}))
        contexts[-1].set_default_timeout(EASE)
        watch = watched(contexts[-1].new_page(), room_address)
        watch.page.goto(f"{room_address}{path}")
        return watch

    yield make
    for context in contexts:
        for page in context.pages:
            if page.locator(".class-screen").count():
                end_room(page)
        context.close()


def end_room(page: Any) -> None:
    """One address may have few rooms."""
    page.evaluate("""async () => {
      const [code, key] = (sessionStorage.getItem("icsim-room") ?? "").split(" ");
      const headers = { "X-Class-Key": key, "Content-Type": "application/json" };
      if (code) await fetch(`/api/class/${code}/steer`, { method: "POST", body: '{"to":"ended"}', headers });
    }""")


def room_of(make: Callable[..., Watch], lesson: str) -> tuple[Watch, str]:
    """A screen with a room open, and its code."""
    watch = make(f"/?lesson={lesson}&stage=story", viewport=SCREEN, has_touch=False)
    watch.page.wait_for_selector("#page:not([aria-busy])")
    watch.page.get_by_role("button", name="Class", exact=True).click()
    watch.page.get_by_role("button", name="Open a room").click()
    return watch, watch.page.locator(".class-bigcode").inner_text()


def lock(phone: Any, choice: str) -> None:
    phone.get_by_role("radio", name=choice, exact=True).check()
    phone.get_by_role("button", name="Lock my prediction").click()
    phone.get_by_role("heading", name="Your prediction is locked").wait_for()


def hears(phone: Any, title: str | re.Pattern[str]) -> None:
    """Asks at once, as a phone does that is taken up, and waits for what it then shows."""
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.get_by_role("heading", name=title).wait_for()


def counts(page: Any) -> list[str]:
    return list(page.locator(".tally-count").all_inner_texts())


def test_a_class_of_three_from_the_code_to_who_was_close(opened: Callable[..., Watch]) -> None:
    screen, code = room_of(opened, "asked")
    page = screen.page
    picture = page.get_by_role("img", name=f"QR code of http://192.0.2.7:8765/join/{code}").element_handle()
    page.wait_for_function("one => one.complete && one.naturalWidth > 0", arg=picture)
    typed, scanned = opened("/join"), opened(f"/join/{code}")
    typed.page.get_by_label("The code on the screen").fill(code.lower())
    typed.page.get_by_role("button", name="Join").click()
    for watch, choice in ((typed, "heeded"), (scanned, "overridden")):
        lock(watch.page, choice)
    page.get_by_text("2 of 2 have locked").wait_for()
    assert counts(page) == []
    page.get_by_role("button", name="Close predictions").click()
    page.locator(".tally").wait_for()
    assert counts(page) == ["1", "0", "1"]
    hears(typed.page, "How the class predicted")
    assert counts(typed.page) == ["1", "0", "1"]
    late = opened(f"/join/{code}")
    late.page.get_by_text("You came when predictions were closed.").wait_for()
    page.get_by_role("button", name="Open again").click()
    hears(late.page, "Asked, then overridden")
    lock(late.page, "heeded")
    page.get_by_text("3 of 3 have locked").wait_for()
    page.get_by_role("button", name="Close predictions").click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_url("**stage=run&guess=0**")
    assert not page.locator(".class-screen").is_visible()
    hears(late.page, "The run is on the screen")
    assert late.page.get_by_text("what happened").count() == 0
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("tab", name="Lesson").click()
    page.get_by_role("button", name="To the end").click()
    page.get_by_role("button", name="Compare with my prediction").click()
    assert page.get_by_text("Said most often").is_visible()
    page.get_by_role("button", name="Who was close?").click()
    page.get_by_text("2 of 3 were right").wait_for()
    hears(typed.page, "It went as you said: 2 of 3 did")
    hears(scanned.page, "It went another way: 2 of 3 were right")
    near = set(page.locator(".class-labels li").all_inner_texts())
    assert near == {watch.page.locator(".label strong").inner_text() for watch in (typed, late)}
    page.get_by_label("Next lesson").select_option("curve")
    page.get_by_role("button", name="Go on").click()
    hears(late.page, "Draw it")
    assert late.page.get_by_role("slider", name="Joint ownership in week 40").is_visible()
    page.get_by_role("button", name="End the room").click()
    page.get_by_role("button", name="End it for everybody").click()
    for watch in (typed, scanned, late):
        hears(watch.page, "The room is closed")
        assert not watch.strangers
        assert [one for one in watch.refused if not one.startswith("404")] == []
    assert screen.clean(), (screen.complaints, screen.refused)


def test_a_reload_changes_nobody(opened: Callable[..., Watch]) -> None:
    screen, code = room_of(opened, "asked")
    phone = opened(f"/join/{code}").page
    lock(phone, "heeded")
    label = phone.locator(".label strong").inner_text()
    phone.reload()
    phone.get_by_role("heading", name="Your prediction is locked").wait_for()
    assert phone.locator(".label strong").inner_text() == label
    screen.page.reload()
    screen.page.locator(".class-bigcode").get_by_text(code).wait_for()  # the room was open, and is
    screen.page.get_by_text("1 of 1 have locked").wait_for()
    assert code not in screen.page.url  # nothing about the room goes into a link that is passed on
    assert screen.clean(), screen.complaints


def test_a_line_is_drawn_by_keys_and_ranked_as_the_page_measures_it(opened: Callable[..., Watch]) -> None:
    screen, code = room_of(opened, "curve")
    phone = opened(f"/join/{code}", has_touch=False).page
    phone.get_by_role("slider", name="Joint ownership in week 40").focus()
    phone.keyboard.press("PageUp")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.textContent") == "Lock my prediction"
    phone.keyboard.press("Enter")
    phone.get_by_role("heading", name="Your prediction is locked").wait_for()
    page = screen.page
    page.get_by_role("button", name="Close predictions").click()
    page.locator(".class-lines .class-line").first.wait_for(state="attached")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Class").click()
    page.get_by_role("button", name="Who was close?").click()
    hears(phone, re.compile(r"You were 0\.\d\d away on average: number 1 of 1"))
    assert phone.locator(".class-truth").count() == 2  # the line, and its sign in the key
    assert screen.clean(), screen.complaints


def test_the_page_and_the_server_measure_a_line_alike(opened: Callable[..., Watch]) -> None:
    """Two languages, one distance: what the page says to one and what the server ranks a class by."""
    page = opened("/join").page
    luck = random.Random("lines")
    for _ in range(20):
        weeks, low, high = luck.randint(3, 60), luck.uniform(-2, 1), luck.uniform(2, 9)
        course = [None if luck.random() < 0.1 else luck.uniform(low, high) for _ in range(weeks + 1)]
        line = [luck.randint(0, 100) for _ in range(luck.randint(2, 9))]
        asked = PredictionRound("l", "t", "q", "?", ".", curve=CurveAxis("m", low, high, weeks, 0.5), course=tuple(course))
        frame = {"low": low, "high": high, "weeks": weeks, "label": "m"}
        off = page.evaluate(
            "async ([frame, guess, truth]) => (await import('/static/predict.js')).compareCurves(frame, guess, truth).off",
            [frame, ",".join(map(str, line)), course],
        )
        assert off == pytest.approx(asked.off(line), rel=1e-9)


def test_a_phone_that_loses_the_network_says_so_and_is_back(opened: Callable[..., Watch]) -> None:
    screen, code = room_of(opened, "asked")
    phone = opened(f"/join/{code}").page
    phone.get_by_role("radio", name="heeded").check()
    phone.route("**/api/class/**", lambda route: route.abort())
    phone.get_by_role("button", name="Lock my prediction").click()
    phone.get_by_role("alert").get_by_text("The server does not answer; trying again.").wait_for()
    assert phone.get_by_role("radio", name="heeded").is_checked()  # nothing is lost
    phone.unroute("**/api/class/**")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when it is taken up again
    phone.wait_for_function("document.querySelector('[role=alert]').textContent === ''")
    phone.get_by_role("button", name="Lock my prediction").click()
    screen.page.get_by_text("1 of 1 have locked").wait_for()


def test_a_wrong_code_is_said_and_can_be_mended(opened: Callable[..., Watch]) -> None:
    _, code = room_of(opened, "asked")
    phone = opened("/join/AAAAA").page
    phone.get_by_role("alert").get_by_text("no room has this code").wait_for()
    phone.get_by_label("The code on the screen").fill(code)
    phone.keyboard.press("Enter")
    phone.get_by_role("heading", name="Asked, then overridden").wait_for()
    assert phone.get_by_role("alert").inner_text() == ""
    assert phone.url.endswith(f"/join/{code}")


def test_a_phone_shows_all_in_its_width_with_targets_for_a_finger(opened: Callable[..., Watch]) -> None:
    screen, code = room_of(opened, "asked")
    phone = opened(f"/join/{code}").page
    phone.locator(".choice").first.wait_for()
    sizes = phone.locator(".choice, button").evaluate_all("all => all.map((e) => e.getBoundingClientRect().height)")
    assert min(sizes) >= 44
    lock(phone, "overridden")
    for button in ("Close predictions", "Run"):
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        screen.page.get_by_role("button", name=button, exact=True).click()
    phone.get_by_role("heading", name="The run is on the screen").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.get_by_role("status").inner_text() == "The run is on the screen"


def test_while_predictions_are_open_the_run_is_covered_and_the_screen_keeps_its_focus(opened: Callable[..., Watch]) -> None:
    watch = opened("/?lesson=asked&stage=run&guess=1", viewport=SCREEN, has_touch=False)
    page = watch.page
    page.wait_for_selector("#page:not([aria-busy])")
    page.get_by_role("button", name="Class", exact=True).click()
    page.get_by_role("button", name="Open a room").click()
    close = page.get_by_role("button", name="Close predictions")
    close.focus()
    phone = opened(f"/join/{page.locator('.class-bigcode').inner_text()}").page
    lock(phone, "heeded")
    page.get_by_text("1 of 1 have locked").wait_for()
    assert close.evaluate("e => e === document.activeElement")
    page.keyboard.press("Escape")
    assert page.locator(".lines.covered").count() == 1
    assert page.get_by_role("button", name="Play").is_disabled()
    assert page.get_by_role("button", name="Lock my prediction and run").count() == 0
    page.get_by_role("button", name="To the class").click()
    assert close.is_visible()
    assert watch.clean(), watch.complaints


@pytest.mark.parametrize("lesson", ["asked", "curve"])
def test_axe_finds_nothing_on_screen_or_phone_in_any_phase(opened: Callable[..., Watch], lesson: str) -> None:
    screen, code = room_of(opened, lesson)
    typed, phone = opened("/join").page, opened(f"/join/{code}").page
    assert complaints(typed) == []
    phone.get_by_role("button", name="Lock my prediction").wait_for()
    assert complaints(phone) == []
    if lesson == "asked":
        phone.get_by_role("radio", name="heeded").check()
    else:
        phone.get_by_role("slider", name="Joint ownership in week 40").press("ArrowUp")
    phone.get_by_role("button", name="Lock my prediction").click()
    for title, button in (
        ("Your prediction is locked", "Close predictions"),
        ("How the class predicted", "Run"),
        ("The run is on the screen", "Class 1/1"),
    ):
        hears(phone, title)
        assert complaints(phone) == []
        assert complaints(screen.page) == []
        screen.page.get_by_role("button", name=button, exact=True).click()
    screen.page.get_by_role("button", name="Who was close?").click()
    hears(phone, re.compile("^(It went|You were)"))
    assert complaints(phone) == []
    assert complaints(screen.page) == []


def test_a_screen_loaded_again_is_where_it_was(opened: Callable[..., Watch]) -> None:
    """In the room if that was open, on the page if not."""
    screen, code = room_of(opened, "asked")
    screen.page.reload()
    screen.page.locator(".class-bigcode").get_by_text(code).wait_for()
    screen.page.get_by_role("button", name="Back to the page").click()
    screen.page.reload()
    screen.page.get_by_role("button", name="Class 0/0").wait_for()
    assert not screen.page.locator(".class-screen").is_visible()


def test_the_room_of_a_lost_tab_is_taken_up_or_ended_by_the_same_browser(opened: Callable[..., Watch]) -> None:
    screen, code = room_of(opened, "asked")
    address = screen.page.url
    context = screen.page.context
    screen.page.close()
    taken = context.new_page()
    taken.goto(address)
    taken.get_by_role("button", name="Class", exact=True).click()
    taken.get_by_role("button", name=f"Take up room {code}").click()
    taken.locator(".class-bigcode").get_by_text(code).wait_for()
    taken.close()
    last = context.new_page()
    last.goto(address)
    last.get_by_role("button", name="Class", exact=True).click()
    last.get_by_role("button", name=f"End room {code}").click()
    last.locator(".own-rooms").wait_for(state="detached")
    phone = opened(f"/join/{code}").page
    phone.get_by_role("alert").get_by_text("No room has this code").wait_for()
