"""Everybody can use the page: by keys alone, on a phone, in large letters, with less movement, and as axe judges it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import Watch

AXE = Path(__file__).parent / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = "?lesson=asked&stage=look&week=20"
PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}

pytestmark = pytest.mark.slow


def complaints(page: Any) -> list[str]:
    """What axe finds, a line each."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } })", RULES)
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


def why_opened(page: Any) -> None:
    page.locator(".node.team").first.click()
    page.get_by_text("What differed most").wait_for()


def more_opened(page: Any) -> None:
    page.get_by_role("button", name="More…").click()


def many_opened(page: Any) -> None:
    page.get_by_role("button", name="200 pairs").click()
    page.locator(".dots").wait_for()


def tables_opened(page: Any) -> None:
    for one in page.locator(".table summary").all():
        one.click()
    page.locator(".chooser summary").click()


def ours_opened(page: Any) -> None:
    page.get_by_label("Place", exact=True).select_option("ours")


def as_it_is(page: Any) -> None:
    pass


def present_opened(page: Any) -> None:
    page.get_by_role("button", name="Present").click()


def asked_at_the_front(page: Any) -> None:
    page.locator(".front-question button").first.wait_for()


STATES = {
    "front": ("", asked_at_the_front),
    "present": (LOOK, present_opened),
    "look": (LOOK, as_it_is),
    "why": (LOOK, why_opened),
    "more": (LOOK, more_opened),
    "many": (LOOK, many_opened),
    "ours": (LOOK, ours_opened),
    "tables": (LOOK, tables_opened),
    "story": ("?lesson=asked", as_it_is),
    "predict": ("?lesson=asked&stage=predict", as_it_is),
    "curve": ("?lesson=curve&stage=predict", as_it_is),
    "run": ("?lesson=asked&stage=run&guess=1", as_it_is),
    "compare": ("?lesson=asked&stage=compare&guess=1", as_it_is),
    "compared curve": ("?lesson=curve&stage=compare&guess=50,50,50,50,50,50,50", as_it_is),
    "tasks": ("?lesson=asked&stage=tasks&guess=1", as_it_is),
    "closing": ("?lesson=asked&stage=closing&guess=1", as_it_is),
    "error": ("?set=place=nowhere", as_it_is),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(watch: Watch, state: str) -> None:
    query, act = STATES[state]
    page = watch.open(query)
    act(page)
    assert complaints(page) == []


def test_axe_finds_nothing_on_a_phone(new_page: Callable[..., Watch]) -> None:
    page = new_page(**PHONE).open(LOOK)
    found = set(complaints(page))
    page.evaluate("scrollBy(0, 200)")  # what the player half covers at one place is whole at another; all else stays wrong
    assert found & set(complaints(page)) == set()


@pytest.mark.parametrize("state", ["front", "present", "look", "why", "many", "ours", "curve", "compare", "tasks"])
def test_axe_finds_nothing_in_the_dark(new_page: Callable[..., Watch], state: str) -> None:
    query, act = STATES[state]
    page = new_page(color_scheme="dark").open(query)
    act(page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 24, 31)"
    assert complaints(page) == []


# Names of the style sheet's colours: what is written, and what it is written on in the page, the charts and the pictures.
WRITTEN = [
    *((ink, "paper") for ink in ("ink", "quiet", "accent-dark", "warn", "people", "world-0", "world-1", "world-2", "soft")),
    *((ink, "sheet") for ink in ("pen", "soft", "world-0", "world-1", "world-2")),
    *((ink, ground) for ink in ("ink", "quiet") for ground in ("wash", "card", "chosen", "answer")),
    *(("pen", ground) for ground in ("room", "wood", "paper", "spot")),
    ("ink", "spot"), ("on-accent", "accent"), ("on-accent", "accent-dark"), ("people", "answer"), ("dim-ink", "dim"),
]  # fmt: skip
CONTRAST = """async (pairs) => {
  const { onScreen, onScale, scaleColour } = await import('/static/colour.js');
  const light = (text) => { const [r, g, b] = text.startsWith('#') ? [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16))
      : text.match(/[\\d.]+/g).map(Number);
    const part = (one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b); };
  const between = (...two) => { const [low, high] = two.map(light).sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05); };
  const shares = Array.from({ length: 1001 }, (_, at) => at / 1000);
  return [...pairs.map((two) => [two.join(' on '), between(...two.map((name) => onScreen(`--${name}`)))]),
    ...shares.map((share) => [`a number at ${share} of the scale`, between(onScale(share), scaleColour(share))])]; }"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_that_is_written_stands_out_from_its_ground(new_page: Callable[..., Watch], theme: str) -> None:
    page = new_page(color_scheme=theme).open(LOOK)
    found = page.evaluate(CONTRAST, WRITTEN)
    assert [one for one in found if one[1] < 4.5] == []


def test_pictures_are_drawn_for_the_theme_and_again_when_it_changes(new_page: Callable[..., Watch]) -> None:
    """And those that leave the page for paper, whatever the theme."""
    page = new_page().open(LOOK)
    corner = """() => { const all = [...document.querySelectorAll('.net canvas')]; const ink = new Set();
      for (const one of all) { const { data } = one.getContext('2d').getImageData(0, 0, one.width, one.height);
        for (let at = 0; at < data.length; at += 4)
          if (data[at + 3] === 255) ink.add(`${data[at]},${data[at + 1]},${data[at + 2]}`); }
      return [...ink]; }"""
    light, dark = "27,36,48", "232,237,243"
    assert light in page.evaluate(corner)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(300)
    assert dark in page.evaluate(corner)
    assert "#1b2430" in page.evaluate("async () => { const { PAPER } = await import('/static/colour.js'); return PAPER.ink; }")
    page.emulate_media(color_scheme="light", forced_colors="active")
    page.wait_for_timeout(300)
    assert "0,0,0" in page.evaluate(corner)


@pytest.mark.parametrize("state", ["front", "present", "look", "run", "curve"])
def test_forced_colours_leave_nothing_unseen(new_page: Callable[..., Watch], state: str) -> None:
    """Text against the ground it stands on, as computed; a button's circle does not cover the picture below it."""
    query, act = STATES[state]
    page = new_page(forced_colors="active", color_scheme="dark").open(query)
    act(page)
    unseen = page.evaluate(
        """() => [...document.querySelectorAll('button, h1, h2, p, label, summary, svg text')].filter((one) => one.checkVisibility()
             && one.textContent.trim()).filter((one) => { const style = getComputedStyle(one);
               return (one.closest('svg') ? style.fill : style.color) === style.backgroundColor; })
             .map((one) => one.outerHTML.slice(0, 90))"""
    )
    assert unseen == []
    for node in page.locator(".node").all()[:1]:
        assert "0)" in node.evaluate("(one) => getComputedStyle(one).backgroundColor")  # transparent


@pytest.mark.parametrize("query", [LOOK, "?lesson=asked", "?lesson=curve&stage=predict", ""])
@pytest.mark.parametrize("width", [375, 320, 640], ids=["phone", "narrow", "200 %"])
def test_nothing_has_to_be_scrolled_sideways(new_page: Callable[..., Watch], query: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 700}).open(query)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_pressed_is_large_enough(new_page: Callable[..., Watch]) -> None:
    for given in ({}, PHONE):
        page = new_page(**given).open(LOOK)
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, select, input:not([type=checkbox]):not([type=radio]), summary')]
               .filter((one) => one.checkVisibility() && !one.closest('[hidden]'))
               .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
               .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
        )
        assert small == []


def test_tab_alone_reaches_everything_that_can_be_pressed(watch: Watch) -> None:
    page = watch.open(LOOK)
    reached: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                """() => { const one = document.activeElement;
                   return one.getAttribute('aria-label') || one.labels?.[0]?.innerText || one.innerText || one.tagName; }"""
            )
        )
        if reached.count(reached[0]) > 1:
            break
    for name in (
        "Skip to the worlds",
        "Lesson",
        "200 pairs",
        "Words",
        "Place",
        "power imbalance",
        "More…",
        "power sharing",
        "Play",
    ):
        assert any(one.startswith(name) for one in reached), (name, reached)
    for name in ("One week back", "Week", "Weeks a second", "Again, new luck", "Table", "What happened"):
        assert any(one.startswith(name) for one in reached), (name, reached)
    assert sum(one.startswith("team, ") for one in reached) == 2  # one stop for each world, arrows inside


@pytest.mark.parametrize("given", [{}, PHONE], ids=["laptop", "phone"])
def test_what_has_the_focus_is_not_hidden_behind_the_player(new_page: Callable[..., Watch], given: dict[str, Any]) -> None:
    page = new_page(**given).open(LOOK)
    hidden = []
    for _ in range(45):
        page.keyboard.press("Tab")
        hidden.append(
            page.evaluate(
                """() => { const one = document.activeElement; const player = document.querySelector('.player');
                   const [box, over] = [one.getBoundingClientRect(), player.getBoundingClientRect()];
                   const within = player.contains(one) || one.closest('dialog') || box.height > innerHeight / 2;
                   return !within && box.top >= over.top && box.bottom <= over.bottom ? one.outerHTML.slice(0, 90) : ''; }"""
            )
        )
    assert [one for one in hidden if one] == []


def tab_to(page: Any, name: str, role: str = "button") -> None:
    """Presses Tab until it is there."""
    wanted = page.get_by_role(role, name=name, exact=True).first
    wanted.wait_for()
    for _ in range(90):
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached by Tab")


def test_a_lesson_by_keys_alone(watch: Watch) -> None:
    page = watch.open("?lesson=asked")
    tab_to(page, "Predict")
    page.keyboard.press("Enter")
    tab_to(page, "heeded", "radio")
    page.keyboard.press("Space")
    tab_to(page, "Lock my prediction and run")
    page.keyboard.press("Enter")
    tab_to(page, "Week", "slider")
    page.keyboard.press("End")
    tab_to(page, "Compare with my prediction")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.innerText") == "Prediction and run"
    tab_to(page, "Tasks")
    page.keyboard.press("Enter")
    tab_to(page, "Done: show the answer")
    page.keyboard.press("Enter")
    assert page.get_by_text("Leaders who left by week 40 were").is_visible()
    tab_to(page, "Closing questions")
    page.keyboard.press("Enter")
    assert page.locator(".closing li").count() == 3
    assert watch.clean(), watch.complaints


def test_arrows_go_from_team_to_team_and_enter_asks_why(watch: Watch) -> None:
    page = watch.open(LOOK)
    page.locator(".node").first.focus()
    page.keyboard.press("ArrowRight")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label.startswith("team, health. Week 20: power ")
    assert "joint ownership" in label
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("lead, leader")
    page.keyboard.press("Enter")
    page.get_by_text("What differed most").wait_for()
    assert page.get_by_role("heading", name="Lead, leader").is_visible()


def test_focus_is_seen(watch: Watch) -> None:
    page = watch.open(LOOK)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "5px" in page.evaluate("getComputedStyle(document.activeElement).boxShadow")


def test_each_chart_has_a_sentence_and_a_table(watch: Watch) -> None:
    page = watch.open(LOOK)
    for chart in page.locator(".chart").all():
        assert "In week 20 of this run" in chart.locator("p.hidden").inner_text()
        chart.locator("summary").click()
        chart.locator("tbody tr").first.wait_for()
        assert chart.locator("tbody tr").count() >= 10
        assert chart.locator("thead th").all_inner_texts() == ["Week", "heeded", "overridden"]


def test_less_movement_plays_whole_weeks(new_page: Callable[..., Watch]) -> None:
    page = new_page(reduced_motion="reduce").open("?lesson=asked&stage=look&week=0")
    page.get_by_role("button", name="Play").click()
    moved = page.evaluate(
        """() => new Promise((done) => { const seen = new Set(); const from = performance.now();
           const look = () => { seen.add(document.querySelector('.now').style.transform);
             performance.now() - from < 900 ? requestAnimationFrame(look) : done(seen.size); }; look(); })"""
    )
    assert 2 <= moved <= 9  # eight weeks a second


def test_landmarks_and_headings(watch: Watch) -> None:
    page = watch.open(LOOK)
    for role in ("banner", "main", "complementary", "contentinfo"):
        assert page.get_by_role(role).count() == 1
    assert page.get_by_role("heading", level=1).count() == 1
