"""Sentences of the page that say it for all: three worlds, a leader who left, whom a count is of, and what a class did."""

from typing import Any

import pytest
from browser import Watch

pytestmark = pytest.mark.slow

SPOKEN = """async ([rows, more]) => {
  const { backRowSentence, chartSentence, figureOf } = await import('/static/words.js');
  const [display, who, did] = ['clash of values, the chief', 'the chief', 'clashed more with the values above'];
  const series = { rows, smallest: 0.05, count: false, display, subject: display, who, did, low: 0, high: 1, ...more };
  const week = rows[0].length - 1;
  const names = ['one', 'other', 'third'].slice(0, rows.length);
  return [backRowSentence(series, names, week), chartSentence(series, names, week),
    rows.map((_, world) => figureOf(series, world, week))]; }"""


def spoken(at: Any, rows: list[list[float | None]], **more: object) -> Any:
    return at.evaluate(SPOKEN, [rows, more])


def test_no_world_is_dropped_from_a_sentence_on_three(page: Watch) -> None:
    at = page.open("?lesson=box4&stage=look")
    did = "The chief clashed more with the values above in"
    assert spoken(at, [[0.6], [0.54], [0.4]])[0] == f"{did} “one”, then “other”, then “third”: 0.60 against 0.40."
    assert spoken(at, [[0.6], [0.42], [0.4]])[0] == f"{did} “one” than in the other two: 0.60 against 0.40."
    assert spoken(at, [[0.6], [0.58], [0.4]])[0] == f"{did} “one” and “other”: 0.60 against 0.40."


def test_that_a_leader_left_is_said_in_the_sentence_at_the_tip_and_on_the_chart(page: Watch) -> None:
    at = page.open("?lesson=box4&stage=look")
    said, long, figures = spoken(at, [[0.8, 0.85, None, None], [0.3, 0.3, 0.3, 0.3]], leader=0)
    assert said == "The chief left “one” in week 2: nobody is left to compare."
    assert "no value (the leader had left) in “one”" in long
    assert figures == ["left", "0.30"]
    assert spoken(at, [[None, None], [0.3, 0.3]], leader=0)[2] == ["–", "0.30"]  # nobody was ever there
    assert spoken(at, [[0.3, None], [0.3, 0.3]])[2] == ["–", "0.30"]  # nobody's own line


@pytest.mark.parametrize("lesson", ["steps", "star_leaves", "and_the_user"])
def test_what_is_counted_in_many_pairs_has_a_name_of_its_own(page: Watch, lesson: str) -> None:
    at = page.open(f"?lesson={lesson}&stage=look")
    at.get_by_role("button", name="200 pairs", exact=True).click()
    names = at.get_by_label("Measure", exact=True).locator("option").all_text_contents()
    assert len(names) == len(set(names)) > 1
    assert [one for one in names if ", week " not in one] == []


def test_a_team_whose_leader_is_gone_is_not_just_at_work(page: Watch) -> None:
    at = page.open("?lesson=box4&stage=look")
    said = at.evaluate(
        """async () => { const { standing } = await import('/static/figures.js');
           const field = { name: 'trust_in_leader', display: 'trust in the leader', low: 0, high: 1 };
           const grid = { fields: [field], row: () => 0, at: (world, row, week) => [[0.5, NaN], [0.2, 0.2]][world][week] };
           const protagonist = () => ({ kind: 'team', index: 0, called: 'the team' });
           const stage = { protagonist, week: 1, run: { names: ['one', 'other'], weeks: 1, team: grid } };
           return [0, 1].map((world) => standing(stage, world).said); }"""
    )
    assert said[0].startswith("its leader’s post is empty")
    assert said[1].startswith("trust in the leader 0.20")


def test_a_room_counts_the_phones_that_are_here_and_refuses_in_plain_words(page: Watch) -> None:
    at = page.open("?lesson=box4&stage=look")
    said = at.evaluate(
        """async () => { const { here } = await import('/static/class.js');
           return [here({ locked: 0, here: 4, joined: 5 }, 'have locked'), here({ locked: 3, here: 3, joined: 5 }, 'predicted'),
             here({ locked: 2, here: 2, joined: 2 }, 'have voted')]; }"""
    )
    assert said == ["0 of 4 have locked; 1 more is away", "3 of 3 predicted; 2 more are away", "2 of 2 have voted"]
    asked = "import('/static/source.js').then(({ askRoom }) => askRoom('/22222', ''))"
    refused = at.evaluate(f"{asked}.catch((error) => error.message)")
    assert refused == "No room has this code; look at the screen again"


def test_whom_a_story_is_about_is_named_and_ringed_before_it_runs(page: Watch) -> None:
    at = page.open("?lesson=box2")
    said = at.locator(".world .figure-of").all_inner_texts()
    assert [" ".join(one.split()) for one in said] == ["The popular leader, whom this story is about"] * 2
    assert at.locator(".world .figure-of svg ellipse").count() == 2


def test_the_back_row_sees_who_left(page: Watch) -> None:
    """On the line itself, in letters of 28 pixels, and never before it happened."""
    at = page.open("?lesson=box2&stage=compare&guess=0")
    gone = at.evaluate("fetch('/api/worlds?lesson=box2').then((one) => one.json())")["gone"]
    left = [one for one in gone if one["kind"] == "left"]
    who = at.evaluate("fetch('/api/lesson/box2').then((one) => one.json()).then((one) => one.protagonist.called)")
    weeks = [one["week"] for one in left if one["text"].startswith(who)]
    at.get_by_role("button", name="Present", exact=True).click()
    at.get_by_role("group", name="Which line").get_by_role("button").first.click()
    for week in (min(weeks) - 1, min(weeks)):
        at.locator(".scrub").evaluate(
            "(one, week) => { one.value = week; one.dispatchEvent(new Event('input', { bubbles: true })); }", week
        )
        at.wait_for_timeout(200)
        shown = at.locator(".present-chart .leaving")
        assert shown.count() == (week == min(weeks))
    assert shown.first.inner_html().endswith(" left")
    assert float(shown.first.get_attribute("font-size") or 0) >= 28


def test_what_was_asked_on_the_front_is_not_asked_again(page: Watch) -> None:
    page.page.emulate_media(reduced_motion="reduce")
    at = page.page
    at.goto(page.address)
    at.locator(".front-question .row button").first.click()
    at.get_by_role("button", name="Open this lesson").click()
    at.get_by_role("heading", name="Prediction and run").wait_for()
    assert at.get_by_role("button", name="Lock my prediction and run").count() == 0
    assert "gave up, in this department" in at.evaluate("document.querySelector('.front').textContent")
