"""A visitor's walk over the page: it opens, plays, is scrubbed, changed, run again, and told about."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from browser import READY, Watch

from icsim.base.resources import conf_dir

PLACES = sorted(path.stem for path in (conf_dir() / "place").glob("*.yaml"))
WEEK = re.compile(r"Week (\d+)")
LOOK = "?lesson=asked&stage=look"

pytestmark = pytest.mark.slow


def week_of(page: Any) -> int:
    found = WEEK.match(page.locator(".week").inner_text())
    assert found
    return int(found.group(1))


def set_slider(page: Any, label: str, value: float, which: int = 0) -> None:
    page.get_by_label(label, exact=True).nth(which).evaluate(
        "(one, value) => { one.value = value; one.dispatchEvent(new Event('input', { bubbles: true })); }", value
    )


def settled(page: Any, address: str) -> None:
    page.wait_for_url(re.compile(address))


def test_it_opens_on_a_run_that_can_be_played_and_asks_nobody_else(watch: Watch) -> None:
    page = watch.open(LOOK)
    assert page.locator(".world").count() == 2
    assert page.get_by_role("button", name="Play").is_enabled()
    assert week_of(page) > 0  # an interesting week, not the first
    assert page.locator(".difference").inner_text().startswith("Leaders did what was proposed")
    assert page.get_by_text("no evidence in the review: our assumption").first.is_visible()
    assert page.locator(".users").count() == 2
    assert page.locator(".caption").count() > 3
    page.wait_for_timeout(300)
    assert watch.clean(), (watch.strangers, watch.refused, watch.complaints)


def test_no_more_than_eight_things_to_change_are_in_view(watch: Watch) -> None:
    page = watch.open(LOOK)
    levers = page.locator(".shared select, .shared input[type=range], .world-controls input[type=range]")
    assert levers.count() == 8


def test_both_pictures_are_drawn_and_differ(watch: Watch) -> None:
    page = watch.open(LOOK + "&week=38")
    pictures = page.evaluate("[...document.querySelectorAll('.net canvas')].map((one) => one.toDataURL())")
    assert len({len(one) > 5000 for one in pictures} | {True}) == 1
    assert pictures[0] != pictures[1]
    page.get_by_role("button", name="Again, same luck").click()
    pictures = page.evaluate("[...document.querySelectorAll('.net canvas')].map((one) => one.toDataURL())")
    assert pictures[0] == pictures[1]  # in week 0 the worlds are the same


def test_play_goes_on_without_asking_and_pause_holds(watch: Watch) -> None:
    page = watch.open(LOOK + "&week=0")
    page.wait_for_timeout(500)
    watch.requests.clear()
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(900)
    page.get_by_role("button", name="Pause").click()
    stopped = week_of(page)
    assert 2 <= stopped < 40
    page.wait_for_timeout(300)
    assert week_of(page) == stopped
    assert [one for one in watch.requests if "/api/" in one] == []


def test_step_and_scrub(watch: Watch) -> None:
    page = watch.open(LOOK + "&week=10")
    page.get_by_role("button", name="One week on").click()
    assert week_of(page) == 11
    page.get_by_role("button", name="One week back").click()
    page.get_by_role("button", name="One week back").click()
    assert week_of(page) == 9
    page.get_by_label("Week", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert week_of(page) == 10
    page.keyboard.press("End")
    assert week_of(page) == 40
    page.keyboard.press("Home")
    assert week_of(page) == 0


def test_two_ways_to_run_again(watch: Watch) -> None:
    page = watch.open(LOOK + "&week=20")
    page.get_by_role("button", name="Again, same luck").click()
    assert week_of(page) == 0
    assert "Luck 7" in page.locator(".luck").inner_text()
    page.get_by_role("button", name="Again, new luck").click()
    page.wait_for_function("() => document.querySelector('.luck').innerText !== 'Luck 7'")
    settled(page, r"replicate=\d+")


def test_a_slider_gives_a_new_run_and_the_link_says_so(watch: Watch) -> None:
    page = watch.open(LOOK + "&week=40")
    shown = "[...document.querySelectorAll('.chart .values')].map((one) => one.innerText).join()"
    before = page.evaluate(shown)
    set_slider(page, "power sharing", 1.0, which=1)
    page.wait_for_function(f"(text) => {shown} !== text", arg=before)
    settled(page, r"b=leadership\.team\.working_with_power\.level=1")
    assert watch.clean(), watch.complaints


def test_of_many_movements_the_last_one_counts(watch: Watch) -> None:
    """They come in one go, so that no answer comes between: only the first and the last may be asked for."""
    page = watch.open(LOOK)
    page.get_by_label("clarity", exact=True).first.evaluate(
        "(one) => { for (const value of [0.1, 0.3, 0.6, 0.8])"
        " { one.value = value; one.dispatchEvent(new Event('input', { bubbles: true })); } }"
    )
    settled(page, r"clarifying_complexity\.level=0\.8")
    page.wait_for_timeout(300)
    asked = [one for one in watch.requests if "/api/worlds" in one]
    assert "clarifying_complexity.level=0.8" in asked[-1]
    assert len(set(asked)) == len(asked) <= 5


def test_a_change_from_this_week_on_can_be_made_and_taken_back(watch: Watch) -> None:
    page = watch.open(LOOK + "&week=20")
    page.get_by_label("Change from week 20 on").check()
    set_slider(page, "power sharing", 1.0, which=1)
    settled(page, r"b\.20=leadership\.team\.working_with_power\.level=1")
    chip = page.get_by_role("button", name=re.compile("Take back: From week 20 on: power sharing"))
    chip.click()
    chip.wait_for(state="detached")
    page.wait_for_timeout(400)
    assert "b.20" not in page.url


def test_everything_else_is_behind_more_and_can_be_searched(watch: Watch) -> None:
    page = watch.open(LOOK)
    page.get_by_role("button", name="More…").click()
    dialog = page.get_by_role("dialog", name="Everything that can be changed")
    dialog.get_by_label("Search").fill("demand")
    assert 0 < dialog.locator(".more-row:visible").count() < 5
    set_slider(page, "demand on services", 0.9)
    settled(page, r"set=context\.demand=0\.9")
    dialog.get_by_role("button", name="Undo my changes").click()
    page.wait_for_function("() => !location.search.includes('demand')")
    assert not dialog.is_visible()
    assert page.get_by_label("power imbalance", exact=True).first.input_value() == "0.5"


def test_a_caption_leads_to_its_week_and_its_team(watch: Watch) -> None:
    page = watch.open(LOOK + "&week=0")
    page.locator(".caption-button").filter(has=page.locator(".badge")).first.click()
    assert week_of(page) > 20
    assert page.locator(".node.team[aria-pressed=true]").count() == 2  # in both worlds
    page.get_by_text(re.compile("would come in .* of 100 cases")).first.wait_for()
    assert page.locator(".bars rect").count() % 2 == 0  # each term in two worlds


def test_a_marker_stands_where_the_worlds_part_and_where_somebody_left(watch: Watch) -> None:
    page = watch.open(LOOK + "&week=0")
    page.locator(".marker").filter(has_text="◆").first.click()
    assert week_of(page) == 30
    page.locator(".marker.parting").click()
    assert 0 < week_of(page) < 30


def test_200_pairs_are_shown_beside_the_one_story(watch: Watch) -> None:
    page = watch.open(LOOK)
    page.get_by_role("button", name="200 pairs").click()
    page.get_by_text("Of 200 pairs of worlds, each with a luck of its own").wait_for(timeout=60_000)
    assert page.locator(".dots circle").count() == 201  # each pair, and the ring of this one


def test_an_error_is_said_and_the_old_picture_stays(watch: Watch) -> None:
    page = watch.open(LOOK)
    page.locator(".shared select").evaluate(
        "(one) => { one.append(new Option('nowhere', 'nowhere')); one.value = 'nowhere'; one.dispatchEvent(new Event('change')); }"
    )
    page.get_by_role("alert").get_by_text("nowhere is not known").wait_for()
    assert page.locator(".world").count() == 2
    page.get_by_role("button", name="Go back").click()
    page.wait_for_function("() => document.querySelector('.trouble').innerText === ''")
    page.wait_for_timeout(400)
    assert "nowhere" not in page.url


def test_a_link_that_cannot_be_opened_gives_the_opening_and_says_why(watch: Watch) -> None:
    page = watch.open("?set=place=nowhere")
    assert "place: nowhere is not known" in page.get_by_role("alert").inner_text()
    assert page.locator(".world").count() == 2


def test_an_unknown_lesson_gets_a_sentence(watch: Watch) -> None:
    page = watch.open("?lesson=nothere&stage=story")
    assert "There is no lesson called “nothere”." in page.get_by_role("alert").inner_text()
    assert page.locator(".world").count() == 2
    assert watch.clean(), (watch.refused, watch.complaints)  # nothing was asked that is not there


def test_from_a_lesson_one_may_look_around_in_every_place_and_change_things_there(watch: Watch) -> None:
    for place in PLACES:
        page = watch.open("?lesson=box2&stage=look")
        now = page.get_by_label("Place", exact=True)
        if now.input_value() == place:
            page.get_by_label("Lesson", exact=True).first.select_option("")
        else:
            now.select_option(place)
        page.wait_for_url(re.compile(rf"\?set=place={place}&b=.*replicate="), timeout=60_000)
        assert page.locator(".trouble").inner_text() == ""
        assert page.locator(".shared[inert], .world-controls[inert]").count() == 0
        set_slider(page, "inspiration", 1.0)  # what moves most in each of them
        page.wait_for_url(re.compile(r"a=leadership\.team\.inspiring_intent\.level=1"))
    assert watch.clean(), (watch.refused, watch.complaints)


def test_a_lever_with_words_to_choose_from_shows_them(watch: Watch) -> None:
    page = watch.open(LOOK)
    page.get_by_role("button", name="More…").click()
    dialog = page.get_by_role("dialog", name="Everything that can be changed")
    words = dialog.locator(".more-row select option").all_text_contents()
    assert words
    assert not any("object" in word or "_" in word for word in words)
    assert watch.clean(), watch.complaints


def test_the_server_gone_is_said_too(new_page: Callable[..., Watch]) -> None:
    watch = new_page()
    page = watch.open(LOOK)
    before = page.locator(".difference").inner_text()
    page.route("**/api/**", lambda route: route.abort())
    set_slider(page, "clarity", 0.9)
    page.wait_for_function("() => document.querySelector('[role=alert]')?.innerText")
    assert "The server does not answer" in page.get_by_role("alert").inner_text()
    assert page.locator(".difference").inner_text() == before  # what was seen stays
    assert page.locator(".world").count() == 2


def test_picture_and_lines_can_be_saved(watch: Watch) -> None:
    page = watch.open(LOOK + "&week=12")
    found = {}
    for name in ("Picture (PNG)", "Picture (SVG)", "Lines (CSV)"):
        page.locator(".menu > summary").click()
        with page.expect_download() as saved:
            page.get_by_role("button", name=name).click()
        found[saved.value.suggested_filename.rpartition(".")[2]] = saved.value.path().read_bytes()
    assert found["png"].startswith(b"\x89PNG")
    assert found["svg"].startswith(b"<svg ")
    assert b"our assumption" in found["svg"]
    rows = found["csv"].decode().splitlines()
    assert rows[0] == "week,world,measure,display,value,unit,replicate"
    assert (len(rows) - 1) % (2 * 41) == 0  # every line in both worlds and each week
    assert len(rows) > 40 * 2 * 41
    assert watch.clean(), watch.complaints


def test_a_place_of_our_own(watch: Watch) -> None:
    page = watch.open(LOOK)
    page.get_by_label("Place", exact=True).select_option("ours")
    form = page.get_by_role("dialog", name="Our place")
    for _ in range(form.locator(".home").count() - 2):
        form.get_by_role("button", name="Remove").last.click()
    assert form.get_by_role("button", name="Remove").first.is_disabled()  # two are the fewest
    form.get_by_role("button", name="Add an organisation").click()
    form.get_by_label("Name").nth(2).fill("hospice: north")
    form.get_by_label("Power").nth(2).fill("35")
    form.get_by_role("button", name="Use this place").click()
    settled(page, r"place_form=hospital:health:90:3;council:social_care:55:2;hospice%253A\+north:health:35:1")
    assert "b=leadership.team.inspiring_intent.level=0.9" in page.url  # one difference to begin with
    assert watch.clean(), watch.complaints


def test_many_pairs_open_on_what_was_predicted(watch: Watch) -> None:
    page = watch.open("?lesson=asked&stage=compare&guess=0")
    page.get_by_role("button", name="200 pairs").click()
    page.locator("svg.dots").wait_for()
    assert page.get_by_label("Measure", exact=True).input_value() == "reading.own"
    assert any("measure=reading.own" in one for one in watch.requests)
    assert watch.clean(), watch.complaints


def test_our_place_takes_names_as_they_are_and_complains_at_the_field_while_the_form_is_open(watch: Watch) -> None:
    page = watch.open(LOOK)
    page.get_by_label("Place", exact=True).select_option("ours")
    form = page.get_by_role("dialog", name="Our place")
    names = form.get_by_label("Name")
    for at, name in enumerate(("Ärztehaus Süd", "مستشفى المدينة", "Riverside", " ")):
        names.nth(at).fill(name)
    form.get_by_role("button", name="Use this place").click()
    assert form.is_visible()
    assert names.nth(3).get_attribute("aria-invalid") == "true"
    assert form.locator(".field-trouble:visible").all_inner_texts() == ["Give it a name, with a letter or a digit at least."]
    assert names.nth(0).input_value() == "Ärztehaus Süd"
    names.nth(3).fill("riverside")
    form.get_by_role("button", name="Use this place").click()
    assert form.locator(".field-trouble:visible").all_inner_texts() == [
        "Another organisation has this name; give it one of its own."
    ]
    names.nth(3).fill("Charity No. 1: the 50% shop")
    form.get_by_role("button", name="Use this place").click()
    form.wait_for(state="hidden")
    page.wait_for_url(re.compile("place_form="))
    page.reload()
    page.wait_for_selector(READY)
    shown = page.evaluate(
        "fetch('/api/worlds' + location.search.replace(/&(stage|week|measure|lines)=[^&]*/g, '')).then((one) => one.json())"
    )
    assert {one["name"] for one in shown["organisations"]} == {
        "Ärztehaus Süd", "مستشفى المدينة", "Riverside", "Charity No. 1: the 50% shop",
    }  # fmt: skip
    assert watch.clean(), watch.complaints


def test_as_many_weeks_pass_in_a_second_as_were_chosen(watch: Watch) -> None:
    watch.page.clock.install(time=datetime(2026, 1, 1, tzinfo=UTC))
    page = watch.open(LOOK)
    page.clock.pause_at(datetime(2026, 1, 2, tzinfo=UTC))  # the page's own time: it passes only as the test says
    options = page.get_by_label("Weeks a second").locator("option").all()
    for speed in sorted(int(option.inner_text()) for option in options):
        page.get_by_label("Weeks a second").select_option(str(speed))
        page.get_by_role("slider", name="Week", exact=True).press("Home")
        page.get_by_role("button", name="Play").click()
        page.clock.run_for(1000)
        passed = week_of(page)
        assert abs(passed - speed) <= 1, (speed, passed)
        page.get_by_role("button", name="Pause").click()
