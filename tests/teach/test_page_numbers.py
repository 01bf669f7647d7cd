"""One number, one source: every number on every screen of every lesson, worked out again from what the server sent."""

import re
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from browser import watched
from numpy.typing import NDArray
from pages import line_of, numbers_of
from test_page_crawl import LESSONS, guess_for

from icsim.teach.lessons.lesson_catalogue import task_lines
from icsim.teach.lessons.lesson_pairs import open_shipped_lesson
from icsim.teach.lessons.lesson_worlds import bind_readings, lesson_settings
from icsim.teach.page_text import LEFT, apart, matters, number

NUMBER = re.compile(r"(?<![\w.])[−-]?\d+(?:\.\d+)?(?![\w.]*\d)")
SCREEN = {"viewport": {"width": 1366, "height": 768}}

pytestmark = pytest.mark.slow


class Sent:
    """An answer of the server, unpacked here and not by the page."""

    def __init__(self, told: Any) -> None:
        self.told, self.names, self.weeks = told, told["names"], told["weeks"]
        self.states: dict[str, NDArray[np.int64]] = {}
        self.lines = {one["name"]: (one, self._numbers(one)) for one in told["measures"]}

    def _numbers(self, one: Any) -> NDArray[np.float64]:
        values = line_of(self.told, one["name"])
        near = np.abs(values - np.rint(values)) <= (one["high"] - one["low"]) / one["top"]
        return np.where(near, np.rint(values), values) if one["count"] else values

    def said(self, name: str, world: int, week: int) -> str:
        """A line's number as it is written."""
        one, values = self.lines[name]
        value = float(values[world, week])
        return "–" if np.isnan(value) else number(value, one["count"])

    def seen(self, name: str, world: int, week: int, gone: str = "left") -> str:
        """What stands in its place: of a leader's own line that ended, that the leader left."""
        one, values = self.lines[name]
        ended = "leader" in one and not np.isnan(values[world, :week]).all()
        return gone if ended and self.said(name, world, week) == "–" else self.said(name, world, week)

    def ends(self, name: str, week: int) -> list[str]:
        """The lowest and the highest of the worlds, as they are written."""
        _, values = self.lines[name]
        order = np.argsort(np.where(np.isnan(values[:, week]), np.inf, values[:, week]))[: int((~np.isnan(values[:, week])).sum())]
        return [self.said(name, int(order[0]), week), self.said(name, int(order[-1]), week)]

    def apart(self, name: str, week: int) -> str:
        """How far apart they are by what is written: worked out here in tenths and hundredths, not in floating point."""
        low, high = (Decimal(text.replace("−", "-")) for text in self.ends(name, week))
        return str(high - low)

    def value(self, kind: str, field: str, at: int, world: int, week: int) -> float:
        """A team's or a leader's number, nan for none."""
        heads = self.told["fields"][kind]
        if kind not in self.states:
            found = numbers_of(self.told["states"][kind], len(self.names), self.weeks)
            self.states[kind] = found.reshape(len(self.names), len(heads), -1, self.weeks + 1)
        row = [head["name"] for head in heads].index(field)
        word = float(self.states[kind][world, row, at, week])
        low, high, top = (heads[row][key] for key in ("low", "high", "top"))
        return float("nan") if word > top else float(low + word * (high - low) / top)

    def of_team(self, field: str, team: int, world: int, week: int) -> str:
        """A team's number as it is written."""
        value = self.value("team", field, team, world, week)
        return "–" if np.isnan(value) else number(value)


def sent_and_page(browser: Any, real: str, query: str) -> tuple[Any, Any, Sent]:
    context = browser.new_context(**SCREEN)
    context.set_default_timeout(60_000)
    watch = watched(context.new_page(), real)
    with watch.page.expect_response(lambda one: "/api/worlds" in one.url) as answer:
        page = watch.open(query)
    return context, page, Sent(answer.value.json())


def names_shown(page: Any) -> list[str]:
    """The lines whose charts stand there."""
    return str(page.locator(".charts").get_attribute("data-key")).partition("/")[0].split(",")


@pytest.mark.parametrize("lesson", LESSONS)
def test_charts_cards_and_the_people_served_show_what_was_sent(browser: Any, real: str, lesson: str) -> None:
    context, page, sent = sent_and_page(browser, real, f"?lesson={lesson}&stage=compare&guess={guess_for(lesson)}")
    for week in (0, 8, 26, sent.weeks // 2, sent.weeks):
        page.get_by_label("Week", exact=True).fill(str(week))
        lines = names_shown(page)
        shown = [one.locator(".value").all_inner_texts() for one in page.locator(".chart .values").all()]
        assert shown == [[sent.seen(name, world, week) for world in range(len(sent.names))] for name in lines]
        for world, text in enumerate(page.locator(".users").all_inner_texts()):
            served_ = [one["name"] for one in sent.told["measures"] if one["users"] and "measure" not in one]
            assert NUMBER.findall(text.partition(":")[2]) == [sent.said(name, world, week) for name in served_]
            card = page.locator(".world").nth(world).locator(".node.team").first
            card.hover()
            field = page.locator(".legend select").input_value()
            said = card.get_attribute("aria-label").rpartition(": ")[2]
            assert NUMBER.findall(said) == [sent.of_team("power", 0, world, week), sent.of_team(field, 0, world, week)]
        for chart, name in zip(page.locator(".chart").all(), lines, strict=True):
            told = chart.locator("p.hidden").inner_text()
            for world in range(len(sent.names)):
                assert f"{sent.seen(name, world, week, LEFT)} in “{sent.names[world]}”" in told
    context.close()


@pytest.mark.parametrize("lesson", LESSONS)
def test_captions_say_the_numbers_of_the_cards(browser: Any, real: str, lesson: str) -> None:
    """“In week 26, morale (surgery nurses) stood at 0.27 in “A” and 0.50 in “B””: the same as on the card of that team."""
    context, page, sent = sent_and_page(browser, real, f"?lesson={lesson}&stage=compare&guess={guess_for(lesson)}")
    fields = {head["display"]: head["name"] for head in sent.told["fields"]["team"]}
    teams = {one["full"]: n for n, one in enumerate(sent.told["teams"])}
    page.get_by_role("tab", name="What happened").click()
    checked = 0
    for text in page.locator(".caption .numbers p").all_text_contents():
        found = re.match(r"In week (\d+), (.+) \((.+)\) stood at ([\d.]+)[^“]* in “[^”]*” and ([\d.]+)", text)
        if found and found[2] in fields and found[3] in teams:
            week, field, team = int(found[1]), fields[found[2]], teams[found[3]]
            assert [found[4], found[5]] == [sent.of_team(field, team, world, week) for world in range(2)], text
            checked += 1
    assert checked > 0 or not any(one["kind"] == "reasoning" for one in sent.told["captions"])
    for one in sent.told["captions"]:
        if one.get("detail") and one["kind"] not in ("action", "quiet"):  # what the sentence says is said with all numbers, too
            said = NUMBER.findall(re.sub(r"[Ww]eek \d+", "", one["text"]))
            assert set(said) <= {*NUMBER.findall(one["detail"])}, one
    context.close()


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_said_to_be_apart_is_the_difference_of_what_is_seen(browser: Any, real: str, lesson: str) -> None:
    """The sentence over the charts, those for people who cannot see them, the bracket of the back row's chart, and the cards."""
    context, page, sent = sent_and_page(browser, real, f"?lesson={lesson}&stage=look")
    weeks = sorted({1, 13, sent.weeks // 3, sent.weeks // 2, sent.weeks})
    for week in weeks:
        page.get_by_label("Week", exact=True).fill(str(week))
        lines = names_shown(page)
        for chart, name in zip(page.locator(".chart").all(), lines, strict=True):
            told = chart.locator("p.hidden").inner_text().partition(". ")[2]
            if found := re.search(r"That is ([\d.]+) more|, ([\d.]+) apart", told):
                assert (found[1] or found[2]) == sent.apart(name, week), (name, week, told)
            else:
                assert "to matter" in told or not told, told
        lead = page.locator(".lead-said").inner_text()
        if found := re.search(r": ([\d.]+) against ([\d.]+)\.$", lead):
            ends = sent.ends(lines[0], week)
            assert sorted(found.groups(), key=float) == ends, (lead, ends)
        check_cards(page, sent, week)
    page.get_by_role("button", name="Present").click()
    page.locator(".present-tabs button").first.click()
    bracket = page.locator(".present .gap")
    if bracket.count():
        assert bracket.text_content() == f"{sent.apart(lines[0], weeks[-1])} apart"
        tips = [text.split()[1] for text in page.locator(".present .tip").all_text_contents()]
        assert sorted(tips, key=float)[:: len(tips) - 1] == sent.ends(lines[0], weeks[-1])
    context.close()


def check_cards(page: Any, sent: Sent, week: int) -> None:
    """Whom the story is about: meetings out of a hundred, or the number of that team or leader, as on its own card."""
    ids = {head["display"]: (kind, head["name"]) for kind in ("team", "leader") for head in sent.told["fields"][kind]}
    for world, text in enumerate(page.locator(".world .figure-of:visible").all_inner_texts()):
        who = page.locator(".world").nth(world).locator(".figure-of strong").inner_text()
        given = open_shipped_lesson(sent.told["lesson"]["name"]).protagonist
        assert given is not None
        assert who.lower() == given.called.lower()
        kind = "team" if given.team else "leader"
        at = [one["id"] for one in sent.told[f"{kind}s"]].index(given.team or given.leader)
        if found := re.search(r"came to (\d+) of 100 joint meetings", text):
            assert abs(int(found[1]) / 100 - sent.value(kind, "attendance", at, world, week)) <= 0.005 + 1e-9
        elif found := re.search(r"(?:: |; )([a-z][^;:,]*?) ([\d.]+)(?:, as in|$)", text):
            assert found[1] in ids, text
            assert found[2] == number(sent.value(kind, ids[found[1]][1], at, world, week)), text
        gone = [one["week"] for one in sent.told["gone"] if (one["kind"], one["leader"], one["world"]) == ("left", at, world)]
        if kind == "leader":
            assert (f"left in week {min(gone)}" in text) if gone and min(gone) <= week else ("is there" in text), text


@pytest.mark.parametrize("lesson", LESSONS)
def test_answers_and_the_truth_say_the_numbers_of_the_lines(browser: Any, real: str, lesson: str) -> None:
    """Every placeholder of an answer without a change of its own is a number of a line that the page draws."""
    given = open_shipped_lesson(lesson)
    asked = bind_readings(given, lesson_settings(given))
    context, page, sent = sent_and_page(browser, real, f"?lesson={lesson}&stage=tasks&guess={guess_for(lesson)}")
    ids = [world.id for world in given.worlds]
    for n, task in enumerate(given.tasks):
        if page.locator(".tasks details").nth(n).get_attribute("open") is None:
            page.locator(".tasks summary").nth(n).click()
        wanted = task_lines(given, n)
        if wanted:  # the lines of an open task are on show
            page.wait_for_function(
                "(key) => document.querySelector('.charts').dataset.key.startsWith(key)", arg=",".join(wanted) + "/"
            )
        page.locator(".tasks details").nth(n).get_by_role("button", name="Done: show the answer").click()
        text = page.locator(".answer").nth(n).inner_text()
        parts = re.split(r"\{([A-Za-z0-9_.]*)\}", " ".join(task.answer.split()))
        pattern = "".join(re.escape(part) if m % 2 == 0 else "(.+?)" for m, part in enumerate(parts))
        values = re.fullmatch(pattern, text)
        assert values, (pattern, text)
        for name, said in zip(parts[1::2], values.groups(), strict=True):
            reading, _, end = name.partition(".")
            if task.try_ or reading not in asked or end not in ids:
                continue
            expected = sent.said(f"reading.{reading}", ids.index(end), asked[reading].week)
            assert said == (LEFT if expected == "–" and asked[reading].leader is not None else expected), (name, text)
            assert f"reading.{reading}" in wanted or len(wanted) == 4, (name, wanted)
    context.close()


def test_page_and_server_write_a_number_alike(browser: Any, real: str) -> None:
    context, page, _ = sent_and_page(browser, real, "?lesson=box4&stage=look")
    luck = np.random.default_rng(7)
    values = [*luck.uniform(-2, 2, 200), *luck.uniform(0, 400, 200), *(0.005, 0.125, 0.375, 10.05, 99.95, -0.004, 0.0)]
    found = page.evaluate(
        "async (all) => { const { figure } = await import('/static/words.js'); return all.map((one) => figure(one)); }", values
    )
    assert found == [number(value) for value in values]
    pairs = [[float(one), float(other)] for one, other in zip(values, reversed(values), strict=True)]
    found = page.evaluate(
        """async (all) => { const { apartFigure } = await import('/static/words.js');
           return all.map((two) => apartFigure(...two)); }""",
        pairs,
    )
    assert found == [apart(*two) for two in pairs]
    context.close()


BORDER = [
    *[(0.6, 0.55), (0.51, 0.46), (0.48, 0.43), (0.5547, 0.5052), (0.596, 0.5549)],
    *[(0.6049, 0.555), (0.6, 0.5551), (12.3, 12.2), (0.3, 0.3)],
]
"""Differences of .05 and just less: as they are, and as they are written."""


def test_one_threshold_has_one_answer(browser: Any, real: str) -> None:
    """Whoever reads 0.60 and 0.55 reads 0.05: sentence, ribbon and what the server says ask the same question."""
    context, page, _ = sent_and_page(browser, real, "?lesson=box4&stage=look")
    found = page.evaluate(
        """async (all) => { const { apart, ribbons } = await import('/static/difference.js');
           const { backRowSentence, gapSentence } = await import('/static/words.js');
           return all.map((two) => { const series = { rows: [[two[0], two[0]], [two[1], two[1]]], smallest: 0.05,
             count: false, display: 'fairness', subject: 'fairness', who: 'staff', did: 'was high', low: 0, high: 0.4 };
             return [apart(series, 0) !== null, ribbons({ series, until: 1 }).length > 0,
               !gapSentence(series, ['one', 'other'], 1).includes('too small'),
               !backRowSentence(series, ['one', 'other'], 1).includes('enough to matter')]; }); }""",
        BORDER,
    )
    said = [matters(*two, 0.05) for two in BORDER]
    assert said == [True, True, True, False, True, False, False, True, False]
    assert found == [[one] * 4 for one in said]
    context.close()


SPOKEN = """async (told) => {
  const { Run } = await import('/static/decode.js');
  const { backRowSentence } = await import('/static/words.js');
  const run = new Run(told);
  const weeks = Array.from({ length: run.weeks + 1 }, (_, week) => week);
  return run.measures.flatMap((one) => weeks.map((week) => [one.who, backRowSentence(one, run.names, week)]));
}"""
NO_DIFFERENCE = re.compile(r"(Next to n|N)othing followed\b|(By|In) week \d+ .* (no longer differed|could not be compared)\b")


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_the_back_row_reads_is_short_and_about_people(browser: Any, real: str, lesson: str) -> None:
    """Every line in every week: at most 20 words, two numbers beside the week, and its subject a person or a group."""
    context, page, sent = sent_and_page(browser, real, f"?lesson={lesson}&stage=look")
    found = {tuple(one) for one in page.evaluate(SPOKEN, sent.told)}
    assert len(found) > 50
    assert [said for _, said in found if len(said.split()) > 20] == []
    assert [said for _, said in found if len(NUMBER.findall(re.sub(r"[Ww]eek \d+", "", said))) > 2] == []
    assert [said for who, said in found if not said.lower().startswith(f"{who.lower()} ") and not NO_DIFFERENCE.match(said)] == []
    context.close()
