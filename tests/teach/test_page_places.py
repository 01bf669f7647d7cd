"""Places on the page: who is who in every picture, nothing old under a new name, and sentences that say what the charts show."""

import re
from typing import Any

import pytest
from browser import Watch
from test_page_crawl import guess_for

from icsim.base.resources import conf_dir

SCREEN = {"width": 1366, "height": 768}
PLACES = sorted(path.stem for path in (conf_dir() / "place").glob("*.yaml"))
LESSONS = sorted(path.stem for path in (conf_dir() / "lesson").glob("*.yaml"))
SIZES = {"laptop": (1366, 768), "projector": (1920, 1080), "phone": (390, 844)}
PAIR = "?set=place=pair&weeks=20&replicate=1&b=leadership.team.working_with_power.level=0.9"
NEXT_TO_NOTHING = {"and_the_user"}
"""Lessons whose first line never differs by a tenth of its axis: they say so."""

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("place", PLACES)
def test_every_circle_has_a_name_or_a_number_that_a_list_explains(page: Watch, place: str) -> None:
    at = page.open(f"?set=place={place}&weeks=8&replicate=0")
    teams = at.evaluate(f"fetch('/api/worlds?set=place={place}&weeks=8&replicate=0').then((one) => one.json())")["teams"]
    for width, height in SIZES.values():
        at.set_viewport_size({"width": width, "height": height})
        at.wait_for_timeout(150)
        box = at.locator(".net").first.bounding_box()
        drawn = at.evaluate(
            """async ([place, width, height]) => {
              const { layOut, inLines } = await import("/static/layout.js");
              const sent = await (await fetch(`/api/worlds?set=place=${place}&weeks=8&replicate=0`)).json();
              const layout = layOut(sent, width, height);
              const name = (team, at) => inLines(team.name, layout.teams[at].room, layout.nameLines).lines.join(" ");
              return { named: layout.named, needed: layout.needed, numbers: layout.numbers, names: sent.teams.map(name) }; }""",
            [place, box["width"], box["height"]],
        )
        assert drawn["needed"] <= box["height"] + 1, (width, drawn)  # nobody stands below the edge
        if drawn["named"]:
            assert drawn["names"] == [one["name"] for one in teams]
            assert not at.locator(".who").is_visible()
        else:
            listed = at.locator(".who").inner_text()
            assert sorted(drawn["numbers"]) == list(range(1, len(teams) + 1))
            for number, one in zip(drawn["numbers"], teams, strict=True):
                assert re.search(rf"\b{number} {re.escape(one['name'])}(,|\s|$)", listed), (number, one["name"], listed)
    assert page.clean(), (page.refused, page.complaints)


def test_no_old_number_stands_under_a_new_name(page: Watch) -> None:
    """While the next place is on its way nothing of the one before is to be seen, and the page says what it waits for."""
    at = page.open(PAIR)
    held: list[Any] = []
    at.route("**/api/worlds?*", lambda route: held.append(route))
    at.get_by_label("Place", exact=True).select_option("neighbourhood")
    at.get_by_text(re.compile("on the way …")).wait_for()
    at.wait_for_function("() => document.querySelector('.loading') !== null")
    for part in (".twin", ".lines", ".difference", ".player", ".world-controls"):
        assert at.locator(part).evaluate("(one) => getComputedStyle(one).visibility") == "hidden", part
    at.get_by_role("tab", name="What happened").click()
    assert at.locator(".caption").count() == 0
    for route in held:
        route.continue_()
    at.unroute("**/api/worlds?*")
    at.wait_for_function("() => document.querySelector('.loading') === null")
    assert at.get_by_label("Place", exact=True).input_value() == "neighbourhood"
    assert at.locator(".twin").is_visible()
    assert at.locator(".coming").inner_text() == ""


def test_a_place_that_does_not_come_leaves_the_name_of_the_one_on_show(page: Watch) -> None:
    at = page.open(PAIR)
    at.route("**/api/worlds?*", lambda route: route.fulfill(status=400, json={"error": "Not today."}))
    at.get_by_label("Place", exact=True).select_option("neighbourhood")
    at.get_by_text("Not today.").wait_for()
    assert at.get_by_label("Place", exact=True).input_value() == "pair"
    assert at.locator(".twin").is_visible()


@pytest.mark.parametrize("place", ["pair", "neighbourhood", "place"])
def test_the_free_views_sentence_says_what_its_first_chart_shows(page: Watch, place: str) -> None:
    """From the same line, with the same threshold; of those that something moves here, that line stays apart most."""
    at = page.open(f"?set=place={place}&weeks=104&replicate=0&stage=look&b=leadership.team.working_with_power.level=0.9")
    at.get_by_label("Week", exact=True).fill("104")
    told = at.evaluate(
        f"""async () => {{ const {{ Run }} = await import('/static/decode.js');
           const {{ apart, lastingGap, ribbons }} = await import('/static/difference.js');
           const query = 'set=place={place}&weeks=104&replicate=0&b=leadership.team.working_with_power.level=0.9';
           const run = new Run(await (await fetch('/api/worlds?' + query)).json());
           const first = document.querySelector('.charts').dataset.key.split(',')[0].split('/')[0];
           const {{ places }} = await (await fetch('/api/start')).json();
           const moved = places.find((one) => one.name === '{place}').moves.flatMap((one) => one.lines);
           const able = run.drawn().filter((one) => !one.users && !one.count && (!moved.length || moved.includes(one.name)));
           const line = run.measure(first);
           return {{ apart: apart(line, 104) !== null, ever: ribbons({{ series: line, until: 104 }}).length > 0,
             most: Math.max(...able.map(lastingGap)), lasting: lastingGap(line) }}; }}"""
    )
    assert told["lasting"] == told["most"]
    said = at.locator(".lead-said").inner_text()
    if told["apart"]:
        assert " against " in said or "Next to nothing followed" in said
        assert "no longer" not in said
        assert "Nothing followed" not in said
    elif told["ever"]:
        assert "no longer differed" in said or "Next to nothing followed" in said
    else:
        assert said.startswith("=  Nothing followed") or said.startswith("= Nothing followed")


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_whose_first_line_hardly_moves_says_so_loudly(page: Watch, lesson: str) -> None:
    at = page.open(f"?lesson={lesson}&stage=compare&guess={guess_for(lesson)}")
    gap = at.evaluate(
        f"""async () => {{ const {{ Run }} = await import('/static/decode.js');
           const run = new Run(await (await fetch('/api/worlds?lesson={lesson}')).json());
           const {{ rows, low, high }} = run.measure(run.sent.lesson.leading[0]);
           return Math.max(...rows[0].map((_, week) => {{ const there = rows.map((row) => row[week]).filter((one) => one !== null);
             return there.length < 2 ? 0 : Math.max(...there) - Math.min(...there); }})) / (high - low); }}"""
    )
    loud = at.locator(".lesson-body .nothing-followed")
    assert (gap < 0.1) == (lesson in NEXT_TO_NOTHING), gap
    assert loud.count() == int(gap < 0.1)
    if gap < 0.1:
        assert re.match(r"=\s+(Nothing|Next to nothing) followed: ", loud.inner_text())
        at.get_by_label("Week", exact=True).press("End")
        at.get_by_role("button", name="Present").click()
        assert "othing followed" in at.locator(".present .nothing").text_content()


@pytest.mark.parametrize("lesson", ["told_or_asked", "course_or_load"])
def test_what_is_said_above_a_world_stays_above_it(page: Watch, lesson: str) -> None:
    """Three worlds side by side, with a table of ten seats and a long sentence in each head."""
    at = page.open(f"?lesson={lesson}&stage=look")
    ends = at.evaluate(
        """() => [...document.querySelectorAll(".worlds > .world")].map((world) => [world.getBoundingClientRect().right,
           ...[...world.querySelectorAll(".world-head *")].map((one) => one.getBoundingClientRect().right)])"""
    )
    assert len(ends) == 3
    assert all(len(those) > 3 and max(those) <= right + 1 for right, *those in ends), ends
    heads = at.locator(".world-head").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
    assert max(heads) < 90, heads


@pytest.mark.parametrize("before", ["lesson", "place"])
def test_our_place_begins_with_a_difference_that_shows(page: Watch, before: str) -> None:
    """The form as it is, at once or after another place was chosen: its first line differs by a tenth of its axis."""
    at = page.open("?lesson=box4&stage=look")
    if before == "place":
        at.get_by_label("Place", exact=True).select_option(before)
        at.wait_for_function("() => document.querySelector('.loading') === null && location.search.includes('place=place')")
    at.get_by_label("Place", exact=True).select_option("ours")
    at.get_by_role("button", name="Use this place").click()
    at.wait_for_function("() => document.querySelector('.loading') === null && location.search.includes('place_form=')")
    said = at.locator(".lead-said").inner_text()
    first, second = (float(one) for one in re.findall(r"\d\.\d\d", said)[:2])
    assert abs(first - second) >= 0.1, said
