"""What a class sees first, on a laptop's screen: the lines, and every team by its whole name."""


import pytest
from browser import Watch

from icsim.base.resources import conf_dir

TWO_WORLDS = ["box4", "star_leaves"]
PLACES = sorted(path.stem for path in (conf_dir() / "place").glob("*.yaml"))

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("stage", ["run&guess=0", "compare&guess=0", "look"])
@pytest.mark.parametrize("lesson", TWO_WORLDS)
def test_the_lines_are_seen_without_scrolling(page: Watch, lesson: str, stage: str) -> None:
    at = page.open(f"?lesson={lesson}&stage={stage}")
    ends = at.evaluate("[...document.querySelectorAll('.plot')].map((one) => one.getBoundingClientRect().bottom)")
    assert max(ends) <= 800


LARGE = ["set=place=place", "set=place=neighbourhood"]
LARGE += [f"lesson={name}&stage=look" for name in ("steps", "and_the_user", "course_or_load")]


@pytest.mark.parametrize("query", LARGE)
def test_the_lines_of_a_large_place_are_seen_on_a_laptop_without_scrolling(page: Watch, query: str) -> None:
    page.page.set_viewport_size({"width": 1366, "height": 768})
    at = page.open(f"?{query}&replicate=1")
    at.wait_for_timeout(300)
    ends = at.evaluate("[...document.querySelectorAll('.plot')].map((one) => one.getBoundingClientRect().bottom)")
    assert max(ends) <= 768


def test_no_organisation_s_name_is_cut(page: Watch) -> None:
    for place in PLACES:
        at = page.open(f"?set=place={place}&replicate=1&weeks=8")
        for width, height in ((1366, 768), (1920, 1080), (390, 844)):
            cut = at.evaluate(
                f"""async () => {{ const {{ layOut, TIGHT_LETTER, CORNER }} = await import('/static/layout.js');
                   const sent = await (await fetch('/api/worlds?set=place={place}&replicate=1&weeks=8')).json();
                   return layOut(sent, {{ 1366: 471, 1920: 700, 390: 366 }}[{width}], {height} * 0.28).cards
                     .filter((one) => one.label.length * TIGHT_LETTER > one.width - CORNER + 0.01).map((one) => one.label); }}"""
            )
            assert cut == [], (place, width)


def test_before_the_first_run_there_is_nothing_to_change_and_afterwards_there_is(page: Watch) -> None:
    at = page.open("?lesson=box4")
    assert not at.get_by_label("clarity").first.is_visible()
    assert at.get_by_text("These lines are drawn once your prediction is locked.").is_visible()
    at = page.open("?lesson=box4&stage=compare&guess=0")
    assert at.get_by_label("clarity").first.is_visible()
    assert not at.locator(".cover").is_visible()


@pytest.mark.parametrize("place", PLACES)
def test_names_below_teams_are_whole(page: Watch, place: str) -> None:
    at = page.open(f"?set=place={place}&weeks=8&replicate=0")
    cut = at.evaluate(
        """async (place) => {
          const { layOut, inLines } = await import("/static/layout.js");
          const sent = await (await fetch(`/api/worlds?set=place=${place}&weeks=8&replicate=0`)).json();
          const [width, height] = [440, 352];
          const layout = layOut(sent, width, height);
          if (!layout.named) return [];
          const lines = sent.teams.flatMap((team, at) => inLines(team.name, layout.teams[at].room, layout.nameLines).lines);
          return lines.filter((line) => line.includes("…"));
        }""",
        place,
    )
    assert cut == []


def test_a_slider_brings_the_numbers_first_and_the_captions_after(page: Watch) -> None:
    at = page.open("?set=place=pair&weeks=52&replicate=0&b=leadership.team.clarifying_complexity.level=0.9")
    at.get_by_role("tab", name="What happened").click()
    at.get_by_label("inspiration").nth(1).fill("0.9")
    at.get_by_text("a vision for working together").first.wait_for()
    asked = [one for one in page.requests if "/api/worlds" in one and "inspiring" in one]
    assert "brief=1" in asked[0]
    assert "brief=1" not in asked[-1]
    assert at.locator(".caption").count() > 2
    assert page.clean(), (page.refused, page.complaints)
