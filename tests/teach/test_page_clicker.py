"""A clicker alone gives a whole lesson: story, question, run, what happened, closing questions; and “why” in three cards."""

from typing import Any

import pytest
from browser import Watch

pytestmark = pytest.mark.slow

SEEN = """() => { const one = (name) => document.querySelector('.present-' + name);
    return [one('title').innerText, one('slide').hidden, Number(one('week').innerText.slice(5)), one('slide').innerText]; }"""


def press(page: Any) -> Any:
    """One press of the clicker; what stands there once the play has stopped."""
    page.keyboard.press("PageDown")
    page.wait_for_timeout(120)
    page.wait_for_function("() => document.querySelector('.play').innerText !== 'Pause'", timeout=60_000)
    return page.evaluate(SEEN)


def test_a_clicker_alone_gives_the_whole_lesson(page: Watch) -> None:
    at = page.open("?lesson=box2&stage=story&speed=32")
    lesson = at.evaluate("fetch('/api/lesson/box2').then((one) => one.json())")
    at.get_by_role("button", name="Present").click()
    shown = [at.evaluate(SEEN)]
    while lesson["closing"][-1] not in shown[-1][3] and len(shown) < 60:
        shown.append(press(at))
    slides = [text for _, hidden, _, text in shown if not hidden]
    told = [*lesson["story"], lesson["predict"]["ask"], lesson["afterwards"], *lesson["closing"]]
    places = [next(n for n, text in enumerate(slides) if part in text) for part in told]
    assert places == sorted(places)
    assert "What happened" in [title for title, *_ in shown]
    weeks = [week for _, hidden, week, _ in shown if hidden]
    assert weeks == sorted(weeks), weeks  # it never falls back to the beginning
    assert len(set(weeks)) > 4
    assert weeks[-1] == 104
    assert not at.get_by_text("It went another way").is_visible()  # nobody has predicted anything
    assert page.clean(), (page.refused, page.complaints)


def test_an_answer_that_was_chosen_on_the_slide_is_the_prediction(page: Watch) -> None:
    at = page.open("?lesson=box2&stage=story")
    at.get_by_role("button", name="Present").click()
    while at.evaluate(SEEN)[0] != "What do you expect?":
        press(at)
    at.get_by_role("radio", name="In both").check()
    at.keyboard.press("PageDown")
    at.wait_for_url("**guess=2**")
    assert "stage=run" in at.url


def test_why_has_three_cards_and_three_sources(page: Watch) -> None:
    at = page.open("?lesson=box2&stage=compare&guess=0")
    at.get_by_role("tab", name="Why?").click()
    cards = at.locator(".why-card")
    assert cards.locator("h3").all_inner_texts() == ["What was given", "How people took it", "What came of it"]
    sources = cards.locator(".badge").all_inner_texts()
    assert sources[0] == "the review tells it so"
    assert sources[1].startswith("we built this step in")
    assert sources[2] == "nobody told the model to do this"
    for card in cards.all():
        low, high = sorted(
            float(one) for one in card.locator(".why-bars").get_attribute("aria-label").rstrip(".").split(" against ")
        )
        wide = sorted(float(one.get_attribute("width")) for one in card.locator("rect").all())
        assert wide[0] == pytest.approx(max(2.0, wide[1] * low / high), abs=0.02)
    assert page.clean(), (page.refused, page.complaints)


OVER = """() => { const part = (names) => names.map((one) => '.present-' + one).join(', ');
    const names = part(['worlds .figure-of > span', 'worlds .figure-of > svg', 'sentence', 'said button', 'chart > *']);
    const seen = (one) => ({ name: one.innerText || one.tagName, at: one.getBoundingClientRect() });
    const shown = [...document.querySelectorAll(names)].map(seen);
    const across = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = (one, other) => Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    const meet = (one, other) => across(one.at, other.at) > 1 && down(one.at, other.at) > 1;
    const below = shown.filter((one) => one.at.bottom > innerHeight + 1).map((one) => one.name + ' is below the screen');
    const told = (one, other) => one.name + ' / ' + other.name;
    const over = shown.flatMap((one, n) => shown.slice(n + 1).filter((other) => meet(one, other)).map((other) => told(one, other)));
    return below.concat(over); }"""


@pytest.mark.parametrize("lesson", ["box1", "box2", "box4", "box5", "chief"])
@pytest.mark.parametrize("screen", [(1366, 768), (1920, 1080)])
def test_nothing_lies_over_anything_else_for_the_back_row(page: Watch, lesson: str, screen: tuple[int, int]) -> None:
    """Above all not the figures of a team, ten seats wide, and what is said beside them."""
    at = page.open(f"?lesson={lesson}&stage=compare&guess=0")
    at.set_viewport_size({"width": screen[0], "height": screen[1]})
    at.get_by_role("button", name="Present", exact=True).click()
    for _ in range(4):
        assert at.evaluate(OVER) == []
        press(at)
    assert page.clean(), (page.refused, page.complaints)
