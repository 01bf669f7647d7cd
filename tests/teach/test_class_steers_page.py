"""A class that steers, in browsers on the real server: a host and three phones, a host alone, reloads, ties, late comers."""

from collections.abc import Callable
from typing import Any

import pytest
from browser import Watch
from test_class_page import SCREEN as WIDE
from test_class_page import hears, lock, opened, room_address, room_of  # noqa: F401  (fixtures)
from test_page_access import complaints

pytestmark = pytest.mark.slow


def steered(make: Callable[..., Watch]) -> tuple[Watch, str]:
    """A screen with a room in which the class decides, and its code."""
    watch = make("/?lesson=steered&stage=story", viewport=WIDE, has_touch=False)
    watch.page.wait_for_selector("#page:not([aria-busy])")
    watch.page.get_by_role("button", name="Class", exact=True).click()
    watch.page.get_by_role("button", name="The class decides").click()
    return watch, watch.page.locator(".class-bigcode").inner_text()


def vote(phone: Any, choice: str) -> None:
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.get_by_role("radio", name=choice, exact=True).check()
    phone.get_by_role("button", name="Cast my vote").click()
    phone.get_by_role("heading", name="Your vote is cast").wait_for()


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_host_and_three_phones_from_the_first_vote_to_the_road_not_taken(opened: Callable[..., Watch]) -> None:  # noqa: F811
    screen, code = steered(opened)
    page = screen.page
    phones = [opened(f"/join/{code}") for _ in range(2)]
    for watch, choice in zip(phones, ("Follow it", "Do as you like"), strict=True):
        vote(watch.page, choice)
    page.get_by_text("2 of 2 have voted").wait_for()
    assert page.locator(".tally").count() == 0
    assert complaints(page) == []
    assert complaints(phones[0].page) == []
    press(page, "Close the vote")
    page.get_by_text("As many votes as another, and voted for first").wait_for()
    assert page.locator(".steer-way").first.inner_text().startswith("A Follow it")
    hears(phones[1].page, "The class: Follow it")
    phones.append(opened(f"/join/{code}"))  # who comes late votes at the next one
    phones[2].page.get_by_text("You can vote at the next one.").wait_for()
    assert complaints(page) == []
    press(page, "Run both roads")
    page.get_by_text("Week 19 of 40").wait_for()
    hears(phones[1].page, "Both roads are on the screen")
    phones[1].page.get_by_text("You voted: Do as you like. That is the road beside it.").wait_for()
    assert complaints(page) == []
    press(page, "Next decision")
    for watch, choice in zip(phones, ("Go", "Go", "Stay"), strict=True):
        vote(watch.page, choice)
    page.get_by_text("3 of 3 have voted").wait_for()
    press(page, "Close the vote")
    page.get_by_text("Most votes").wait_for()
    page.get_by_text("Week 8: Follow it").wait_for()
    press(page, "Predict the end")
    for watch, choice in zip(phones, ("On our road", "No difference", "On the other road"), strict=True):
        hears(watch.page, "You decide")
        lock(watch.page, choice)
    page.get_by_text("3 of 3 have locked").wait_for()
    press(page, "Close predictions")
    page.locator(".tally").wait_for()
    press(page, "Run")
    page.get_by_text("Week 40 of 40").wait_for()
    press(page, "The road not taken")
    page.get_by_role("heading", name="A road not taken would have kept the leader.").wait_for()
    page.get_by_role("heading", name="1 of 3 were right").wait_for()
    hears(phones[2].page, "It went")
    told = phones[2].page.locator(".roads-told")
    assert told.get_by_text("The leader would have stayed.").count() == 1
    assert phones[2].page.get_by_text("You voted: Stay. That is the road beside it.").count() == 1
    assert complaints(page) == []
    assert complaints(phones[2].page) == []
    press(page, "Look at both roads")
    page.wait_for_url("**roads=heed.go,heed.stay**")
    page.get_by_text("In week 20: go, or stay.").first.wait_for()
    for watch in (screen, *phones):
        assert watch.clean(), (watch.complaints, watch.refused, watch.strangers)


def test_a_host_decides_alone_and_predicts(opened: Callable[..., Watch]) -> None:  # noqa: F811
    screen = opened("/?lesson=steered&stage=story", viewport=WIDE, has_touch=False)
    page = screen.page
    page.wait_for_selector("#page:not([aria-busy])")
    press(page, "Decide on the way")
    press(page, "Close the vote")
    refused = page.get_by_role("alert").get_by_text("nobody has voted; wait, or decide alone")
    refused.wait_for()
    page.wait_for_timeout(4_000)  # the page has asked twice how the room stands
    assert refused.is_visible()
    press(page, "Do as you like")
    page.get_by_text("Decided without the class").wait_for()
    press(page, "Run both roads")
    page.get_by_text("Week 19 of 40").wait_for()
    press(page, "Next decision")
    press(page, "Stay")
    press(page, "Predict the end")
    page.get_by_role("radio", name="No difference", exact=True).check()
    press(page, "Lock my prediction")
    page.get_by_text("1 of 1 have locked").wait_for()
    press(page, "Close predictions")
    press(page, "Run")
    page.get_by_text("Week 40 of 40").wait_for()
    press(page, "The road not taken")
    page.get_by_role("heading", name="The leader stayed on the road that you took.").wait_for()
    assert [one for one in screen.refused if "400" not in one] == []  # the one that silence was refused with


def test_a_host_s_reload_changes_nothing(opened: Callable[..., Watch]) -> None:  # noqa: F811
    screen, code = steered(opened)
    page = screen.page
    phone = opened(f"/join/{code}").page
    vote(phone, "Do as you like")
    for button, shown in (("", "1 of 1 have voted"), ("Close the vote", "Most votes"), ("Run both roads", "Week 19 of 40")):
        if button:
            press(page, button)
            page.get_by_text(shown).wait_for()
        page.reload()
        page.get_by_text(shown).wait_for()
    assert screen.clean(), (screen.complaints, screen.refused)


def test_a_phone_has_one_seat_in_all_its_tabs(opened: Callable[..., Watch]) -> None:  # noqa: F811
    screen, code = steered(opened)
    phone = opened(f"/join/{code}").page
    vote(phone, "Follow it")
    label = phone.locator(".label strong").inner_text()
    second = phone.context.new_page()
    second.goto(phone.url)
    second.get_by_role("heading", name="Your vote is cast").wait_for()
    assert second.locator(".label strong").inner_text() == label
    screen.page.get_by_text("1 of 1 have voted").wait_for()


def test_what_a_phone_drew_is_kept_when_predictions_close(opened: Callable[..., Watch]) -> None:  # noqa: F811
    screen, code = room_of(opened, "curve")
    phone = opened(f"/join/{code}", has_touch=False).page
    slider = phone.get_by_role("slider", name="Joint ownership in week 40")
    slider.focus()
    phone.keyboard.press("PageUp")
    drawn = slider.get_attribute("aria-valuenow")
    press(screen.page, "Close predictions")
    hears(phone, "How the class predicted")
    phone.get_by_text("You had not locked yours, so it does not count.").wait_for()
    assert phone.locator(".class-mine").count() > 0
    press(screen.page, "Open again")
    hears(phone, "Draw it")
    assert phone.get_by_role("slider", name="Joint ownership in week 40").get_attribute("aria-valuenow") == drawn
    press(phone, "Lock my prediction")
    phone.get_by_role("heading", name="Your prediction is locked").wait_for()
    screen.page.get_by_text("1 of 1 have locked").wait_for()
