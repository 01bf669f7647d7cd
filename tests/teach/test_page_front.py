"""The front page: a story plays, one click guesses, nothing is spoilt; every door leads somewhere."""

import re
from typing import Any

import pytest
from browser import Watch

pytestmark = pytest.mark.slow


def halfway(page: Any) -> None:
    page.locator(".front-question button").first.wait_for(timeout=60_000)


def test_a_story_plays_by_itself_to_the_guess_and_one_click_is_enough(watch: Watch) -> None:
    watch.page.goto(watch.address)
    page = watch.page
    page.wait_for_function("() => parseInt(document.querySelector('.front-week')?.innerText.slice(5)) > 2", timeout=60_000)
    assert page.locator(".front .figure-of").count() == 2
    halfway(page)
    told = page.evaluate(
        """async () => { const sent = await (await fetch('/api/worlds?lesson=box2')).json();
           const { Run } = await import('/static/decode.js'); const run = new Run(sent);
           const line = run.measure(sent.lesson.leading[0]); const week = Math.round(run.weeks / 2);
           const who = sent.leaders.findIndex((one) => one.id === 'popular');
           const gap = Math.abs(line.rows[0][week] - line.rows[1][week]) / (line.high - line.low);
           const gone = sent.gone.filter((one) => one.kind === 'left' && one.leader === who);
           const { choices } = (await (await fetch('/api/lesson/box2')).json()).predict;
           return { truth: sent.lesson.truth, weeks: run.weeks, gap, gone, choices }; }"""
    )
    stopped = int(page.locator(".front-week").inner_text().split()[1])
    assert stopped == min([round(told["weeks"] / 2), *(one["week"] - 1 for one in told["gone"])])
    assert told["gap"] >= 0.1  # it is seen from the back row
    assert page.locator(".front").get_by_text("left in week").count() == 0  # nothing is spoilt
    assert told["truth"]["said"] not in page.locator(".front").inner_text()
    choices = page.locator(".front-question button")
    choices.first.click()
    page.get_by_role("button", name="New luck").wait_for(timeout=60_000)
    assert told["truth"]["said"] in page.locator(".front-question").inner_text()
    verdict = page.locator(".front-ask").inner_text()
    right = told["truth"]["choice"] == 0
    assert verdict.startswith("✓ It went as you said. In this run " if right else "≠ It went another way. In this run ")
    assert f"You guessed: {told['choices'][0]}." in page.locator(".front-question").inner_text()
    assert page.locator(".front-question").bounding_box()["y"] < 800
    with page.expect_request(lambda one: "replicate=1" in one.url):  # the next luck, and not a chosen one
        page.get_by_role("button", name="New luck").click()
    halfway(page)
    assert watch.clean(), (watch.refused, watch.complaints)


@pytest.mark.parametrize("choice", [1, 2, 3])
def test_a_guess_and_what_happened_are_told_apart(new_page: Any, choice: int) -> None:
    watch = new_page(reduced_motion="reduce")
    page = watch.page
    page.goto(watch.address)
    halfway(page)
    guess = page.locator(".front-question button").nth(choice)
    text = guess.inner_text()
    guess.click()
    page.get_by_role("button", name="New luck").wait_for(timeout=60_000)
    verdict = page.locator(".front-ask").inner_text()
    assert verdict.startswith(("✓ It went as you said. In this run ", "≠ It went another way. In this run "))
    assert f"You guessed: {text}." in page.locator(".front-question").inner_text()


def test_the_verdict_names_this_run_and_all_pairs_in_one_view(new_page: Any) -> None:
    watch = new_page(reduced_motion="reduce", viewport={"width": 1366, "height": 768})
    page = watch.page
    page.goto(watch.address)
    halfway(page)
    page.locator(".front-question button").first.click()
    page.get_by_role("button", name="New luck").wait_for(timeout=60_000)
    told = page.evaluate("fetch('/api/lesson/box2').then((one) => one.json())")
    tally = told["tally"]
    fills = page.locator(".squares > rect").evaluate_all("(all) => all.map((one) => one.getAttribute('fill'))")
    assert [fills.count("var(--paint-0)"), fills.count("var(--paper)")] == [tally["more"], tally["same"]]
    assert len(fills) == tally["pairs"] == tally["more"] + tally["less"] + tally["same"]
    assert told["representative_text"] in page.locator(".front-question").inner_text()
    box = page.locator(".front-question").bounding_box()
    assert box["y"] + box["height"] <= 768
    assert watch.clean(), (watch.refused, watch.complaints)


def test_the_rooms_hold_as_many_people_as_were_sent_and_nobody_moves_between_seats(new_page: Any) -> None:
    """By the middle of the story one street is full and the other is not; figures, captions and what is spoken are one number."""
    watch = new_page(reduced_motion="reduce", viewport={"width": 1366, "height": 768})
    page = watch.page
    page.goto(watch.address)
    halfway(page)
    told = page.evaluate("fetch('/api/worlds?lesson=box2').then((one) => one.json())")["lesson"]["department"]
    week = int(page.locator(".front-week").inner_text().split()[1])
    for world, room in enumerate(page.locator(".scene-of:visible").all()):
        came, cut, waiting, gave_up = (told[name][world][week] for name in ("came", "cut", "waiting", "gave_up"))
        seats = [room.locator(f".scene-{one}").count() for one in ("came", "cut", "empty")]
        assert seats == [came, cut, told["seats"] - came - cut]
        assert room.locator(".scene-waits").count() == waiting
        assert room.locator(".scene-said strong").all_inner_texts() == [str(waiting), str(gave_up)]
        spoken = room.locator("svg.scene").get_attribute("aria-label")
        assert f"{came} of {told['seats']} come to a joint meeting" in spoken
        assert f"{gave_up} gave up waiting" in spoken
        assert room.get_by_text("our assumption").count() == 1
    assert abs(told["waiting"][0][week] - told["waiting"][1][week]) > 20  # seen from the back row


def test_on_a_phone_both_rooms_and_the_question_are_seen_at_once(new_page: Any) -> None:
    watch = new_page(reduced_motion="reduce", viewport={"width": 390, "height": 844})
    watch.page.goto(watch.address)
    halfway(watch.page)
    last = watch.page.locator(".front-question button").first.bounding_box()
    assert last["y"] + last["height"] <= 844


def test_every_lesson_has_a_card_with_a_picture_of_its_own_run_and_none_shows_what_it_asks_for(watch: Watch) -> None:
    watch.page.goto(watch.address)
    page = watch.page
    lessons = page.evaluate("fetch('/api/start').then((one) => one.json())")["lessons"]
    page.wait_for_function(f"() => document.querySelectorAll('.card-picture svg').length === {len(lessons)}", timeout=120_000)
    assert page.locator(".card").count() == len(lessons)
    for one in lessons:
        lesson = page.evaluate(f"fetch('/api/lesson/{one['name']}').then((one) => one.json())")
        told = page.evaluate(f"fetch('/api/card?lesson={one['name']}').then((one) => one.json())")
        curve = lesson["predict"].get("curve")
        assert curve is None or curve["display"] != told["display"]
        ends = [row[-1] for row in told["rows"] if row[-1] is not None]
        said = page.locator(f"a[href='?lesson={one['name']}&stage=story']").inner_text()
        assert ("no difference that counts" in said) == told["same"], (one, ends)
    page.locator(".card").first.click()
    page.get_by_role("button", name="Predict", exact=True).wait_for()
    assert watch.clean(), (watch.refused, watch.complaints)


@pytest.mark.parametrize(
    ("door", "seen"), [("The free lab", ".worlds .world"), ("Our place", ".homes .home"), ("Start a class", ".class-screen[open]")]
)
def test_a_door_leads_where_it_says(watch: Watch, door: str, seen: str) -> None:
    watch.page.goto(watch.address)
    watch.page.get_by_role("button", name=door).click()
    watch.page.locator(seen).first.wait_for(timeout=60_000)
    assert not watch.page.locator(".front").is_visible()
    assert watch.clean(), (watch.refused, watch.complaints)


def test_less_movement_plays_nothing(new_page: Any) -> None:
    watch = new_page(reduced_motion="reduce")
    watch.page.goto(watch.address)
    halfway(watch.page)
    assert watch.page.locator(".front-week").inner_text().startswith("Week 52 ")
    assert watch.page.get_by_role("button", name="Pause").count() == 0


def test_on_a_phone_nothing_has_to_be_scrolled_sideways(new_page: Any) -> None:
    for width in (320, 390):
        watch = new_page(viewport={"width": width, "height": 844})
        watch.page.goto(watch.address)
        halfway(watch.page)
        assert watch.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_lesson_for_the_back_row(watch: Watch) -> None:
    """One chart over two thirds of the height in letters of 28 pixels, a ribbon where it matters, and a clicker's keys."""
    page = watch.open("?lesson=box2&stage=look&week=0")
    page.get_by_role("button", name="Present").click()
    assert page.locator(".present-chart").bounding_box()["height"] >= 0.66 * 800 - 1
    assert (
        min(
            page.evaluate(
                "[...document.querySelectorAll('.present .tip')].map((one) => parseFloat(getComputedStyle(one).fontSize))"
            )
        )
        >= 28
    )
    sizes = page.evaluate(
        "[...document.querySelectorAll('.present svg.big text')].map((one) => parseFloat(one.getAttribute('font-size')))"
    )
    assert min(sizes) >= 24
    seen = {page.locator(".present-week").inner_text()}
    for _ in range(25):
        page.keyboard.press("PageDown")
        page.wait_for_timeout(60)
        seen.add(page.locator(".present-week").inner_text())
        told = page.locator(".present-sentence").inner_text()
        assert len(told.split()) <= 20, told
        assert len(re.findall(r"\d+(?:\.\d+)?", re.sub(r"[Ww]eek \d+", "", told))) <= 2, told
    page.wait_for_function("() => document.querySelector('.present-week').innerText === 'Week 104'", timeout=30_000)
    assert len(seen) > 2
    ribbon = page.evaluate(
        """async () => { const { Run } = await import('/static/decode.js');
           const { ribbons } = await import('/static/difference.js');
           const { apartFigure } = await import('/static/numbers.js');
           const run = new Run(await (await fetch('/api/worlds?lesson=box2')).json());
           return run.measures.every((series) => { const weeks = new Set(ribbons({ series, until: run.weeks }).flat());
             return series.rows[0].every((value, week) => weeks.has(week) === (value !== null && series.rows[1][week] !== null
               && Number(apartFigure(value, series.rows[1][week], series.count)) >= series.smallest)); }); }"""
    )
    assert ribbon
    page.keyboard.press("Escape")
    assert not page.locator(".present").is_visible()
    assert watch.clean(), (watch.refused, watch.complaints)


@pytest.mark.parametrize(("wide", "high"), [(1280, 720), (390, 844)])
def test_nothing_in_the_back_rows_view_lies_on_something_else_or_is_cut(new_page: Any, wide: int, high: int) -> None:
    page = new_page(viewport={"width": wide, "height": high}).open("?lesson=box2&stage=look&week=104")
    page.get_by_role("button", name="Present").click()
    chart, foot, drawing = (
        page.locator(f".present {one}").bounding_box() for one in (".present-chart", ".present-foot", "svg.big")
    )
    assert drawing["y"] + drawing["height"] <= chart["y"] + chart["height"] + 1  # the axis of weeks is at its foot
    assert chart["y"] + chart["height"] <= foot["y"] + 1
    for one in page.locator(".present-worlds > div, .present-worlds svg, .present-sentence").all():
        box = one.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= wide
        assert wide < 900 or box["y"] + box["height"] <= high


def test_page_down_pressed_quickly_never_goes_back_in_time(watch: Watch) -> None:
    page = watch.open("?lesson=box2&stage=look&week=60")
    page.get_by_role("button", name="Present").click()
    weeks = [60]
    for _ in range(8):
        page.keyboard.press("PageDown")
        weeks.append(int(page.locator(".present-week").inner_text().split()[1]))
    assert weeks == sorted(weeks)


def test_nothing_followed_is_said_loudly_and_before_is_kept_on_axes_that_do_not_move(watch: Watch) -> None:
    page = watch.open("?set=place=pair&weeks=40&replicate=1&stage=look&week=40&lines=trust")
    page.get_by_role("button", name="Present").click()
    assert page.locator(".present .nothing").text_content() == "=  Nothing followed"
    assert page.locator(".present-sentence").inner_text().startswith("Nothing followed: trust between teams")
    assert page.locator(".present .ghost").count() == 0
    axis = page.locator(".present svg.big text").all_text_contents()[:3]
    page.get_by_role("button", name="Leave").click()
    page.get_by_label("power sharing", exact=True).nth(1).fill("1")
    page.wait_for_function("() => document.querySelectorAll('.chart .values')[0].innerText.length > 0")
    page.wait_for_url(re.compile("working_with_power.level=1"))
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Present").click()
    assert page.locator(".present .ghost").count() == 2
    assert page.locator(".present svg.big text").all_text_contents()[:3] == axis


def test_whom_the_story_is_about_is_named_ringed_and_an_outline_once_gone(watch: Watch) -> None:
    page = watch.open("?lesson=box2&stage=look&week=0")
    figures = page.locator(".world .figure-of")
    assert all(text.startswith("The popular leader is there; clash of values ") for text in figures.all_inner_texts())
    gone = page.evaluate(
        """async () => { const sent = await (await fetch('/api/worlds?lesson=box2')).json();
           const who = sent.leaders.findIndex((one) => one.id === 'popular');
           return sent.gone.filter((one) => one.leader === who && one.kind === 'left').map((one) => [one.world, one.week]); }"""
    )
    page.get_by_label("Week", exact=True).fill("104")
    for world, text in enumerate(figures.all_inner_texts()):
        weeks = [week for where, week in gone if where == world]
        assert (f"left in week {weeks[0]}" in text) if weeks else text.startswith("The popular leader is there")
    assert page.locator(".figure-of ellipse").count() == 2  # the ring stays where the leader was
