"""A lesson as one HTML file: opened from a disk with the network off, it does all that it holds and says where it ends."""

import base64
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from browser import READY, watched
from pages import PAIR, served
from test_page_numbers import NUMBER, Sent

from icsim.commands.entry import main
from icsim.teach.api import TeachApi
from icsim.teach.serving import offline_page

LESSON = "box1"  # a small one with a task that changes the worlds
PAIRS = 16
HELD = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
PACKED = re.compile(r'<script type="application/gzip" id="data">([A-Za-z0-9+/=]*)</script>')


@pytest.fixture(scope="module")
def text() -> str:
    return offline_page.offline_html(TeachApi(PAIRS), f"lesson={LESSON}")


@pytest.fixture(scope="module")
def data(text: str) -> dict[str, Any]:
    found = PACKED.search(text)
    assert found
    whole = gzip.decompress(base64.b64decode(found[1]))
    return dict(json.loads(whole[4 : 4 + int.from_bytes(whole[:4], "little")]))


@pytest.fixture
def opened(browser: Any, text: str, tmp_path: Path) -> Iterator[Any]:
    """The file in a browser without a network, watched."""
    path = tmp_path / "lesson.html"
    path.write_text(text, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True, accept_downloads=True)
    context.set_default_timeout(10_000)
    watch = watched(context.new_page(), "file://")
    watch.page.goto(path.as_uri())
    watch.page.wait_for_selector(READY)
    yield watch
    context.close()


@pytest.mark.slow
def test_it_carries_everything_and_names_no_other_file(text: str) -> None:
    code = text[: text.index('id="data"')] + text[text.index("</script>", text.index('id="data"')) :]
    assert not re.search(r"<link(?! rel=\"icon\" href=\"data:)|<script[^>]*\bsrc=|@import|url\((?!#)", code)
    assert len(text.encode()) <= 1_500_000
    script, style = offline_page.code()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert f"script-src '{offline_page.digest(script)}'; style-src '{offline_page.digest(style)}'" in policy[1]
    assert "default-src 'none'" in policy[1]
    assert "connect-src" not in policy[1]
    assert "unsafe" not in policy[1]


def test_text_in_its_data_cannot_end_them() -> None:
    made = offline_page.fill_template({"said": "</script><script>alert(1)</script>"})
    found = HELD.search(made)
    assert found
    assert json.loads(found[1]) == {"said": "</script><script>alert(1)</script>"}
    assert "<script>alert" not in made


@pytest.mark.slow
def test_it_holds_what_can_be_asked_of_it(data: dict[str, Any]) -> None:
    shown = data["worlds"][f"lesson={LESSON}"]
    assert data["replicate"] == shown["replicate"]
    tries = [task["try"] for task in data["lessons"][LESSON]["tasks"] if task["try"]]
    assert tries
    assert len(data["worlds"]) == 1 + len(tries)
    for one in tries:
        words = sorted([f"lesson={LESSON}", *(unquote(word) for word in one.split("&"))])
        assert "&".join(words) in data["worlds"]
        for team in shown["teams"]:
            assert "&".join(sorted([*words, f"team={team['id']}"])) in data["story"]
    for team in shown["teams"]:
        assert f"lesson={LESSON}&team={team['id']}" in data["story"]
        weeks = [one["week"] for one in data["why"][f"lesson={LESSON}&team={team['id']}"]]
        assert weeks[-1] == shown["weeks"]
    told = {(one["team"], one["until"]) for one in shown["captions"] if one["team"] is not None and one["until"]}
    held = {(n, one["week"]) for n, team in enumerate(shown["teams"]) for one in data["why"][f"lesson={LESSON}&team={team['id']}"]}
    assert told <= held
    assert data["measures"]


def test_no_room_leaves_stories_out_and_never_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_page, "ROOM", 0)
    found = offline_page.offline_data(TeachApi(PAIRS), f"{PAIR}&replicate=1&measure=morale&lines=trust,morale")
    assert (found["story"], found["why"]) == ({}, {})
    assert found["start"]["open"] == "set=place=pair&weeks=20&measure=morale&lines=trust,morale&stage=look"
    assert found["measures"] == ["trust", "morale"]
    assert list(found["worlds"]) == ["set=place=pair&weeks=20"]


@pytest.mark.slow
def test_a_lesson_from_a_disk_from_story_to_closing(opened: Any) -> None:
    page = opened.page
    page.get_by_role("button", name="Predict", exact=True).click()
    lock = page.get_by_role("button", name="Lock my prediction and run")
    assert lock.is_disabled()
    if page.locator(".guess-choices").count():
        page.locator(".guess-choices input").first.check()
    else:
        page.get_by_role("slider", name="in week").last.press("ArrowUp")
    lock.click()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("tab", name="Lesson").click()
    page.get_by_role("button", name="To the end").click()
    page.get_by_role("button", name="Compare with my prediction").click()
    assert page.get_by_role("heading", name="Prediction and run").is_visible()
    page.get_by_role("button", name="Tasks", exact=True).click()
    before = page.locator(".difference").inner_text()
    with_setting = page.locator(".tasks details").filter(has=page.locator("button", has_text="Set it up")).first
    if with_setting.get_attribute("open") is None:
        with_setting.locator("summary").click()
    page.get_by_role("button", name="Set it up").first.click()
    page.wait_for_function("(before) => document.querySelector('.difference').innerText !== before", arg=before)
    page.get_by_role("button", name="Done: show the answer").first.click()
    assert page.locator(".answer:not(:empty)").first.text_content() != ""
    page.get_by_role("button", name="Closing questions").click()
    assert page.locator(".closing li").count() == 3
    assert page.get_by_role("alert").inner_text() == ""
    page.wait_for_timeout(400)  # the address is written a moment later
    assert "guess=" in page.url
    page.reload()
    page.wait_for_selector(READY)
    assert page.get_by_role("heading", name="Before you leave").is_visible()  # what was locked stays so
    assert opened.clean(), (opened.strangers, opened.refused, opened.complaints)
    assert {one.partition("#")[0] for one in opened.requests} == {page.url.partition("#")[0]}


@pytest.mark.slow
def test_scrubbing_captions_why_and_many_pairs_from_a_disk(opened: Any, data: dict[str, Any]) -> None:
    page = opened.page
    page.get_by_label("Lesson", exact=True).first.select_option("")
    page.locator(".scrub").fill("5")
    assert "Week 5" in page.locator(".week").inner_text()
    page.get_by_role("tab", name="What happened").click()
    page.locator(".caption-button").last.click()
    page.locator(".node.team").first.click()
    page.locator(".why").get_by_text("Why, in week").wait_for()
    page.locator(".scrub").fill("7")
    page.get_by_role("button", name="Many pairs").click()
    page.locator(".said").get_by_text("pairs of worlds").wait_for()
    assert page.locator("dialog[open] select option").count() == len(data["measures"])
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Words").click()
    held = {one["word"] for one in data["start"]["glossary"]}
    assert held <= set(page.locator("dialog[open] .glossary dt").all_inner_texts())
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Notes").click()
    assert page.locator("dialog[open] .notes tr").count() > 1
    assert opened.clean(), (opened.strangers, opened.refused, opened.complaints)


@pytest.mark.slow
def test_the_file_shows_the_numbers_that_the_server_sends(opened: Any, data: dict[str, Any]) -> None:
    """Packed as steps and put together again in the browser: every chart and every team's number, to the last week."""
    sent = Sent(TeachApi(PAIRS).worlds(f"lesson={LESSON}&replicate={data['replicate']}"))
    page = opened.page
    page.get_by_label("Lesson", exact=True).first.select_option("")
    for week in (1, sent.weeks // 2, sent.weeks):
        page.locator(".scrub").fill(str(week))
        lines = str(page.locator(".charts").get_attribute("data-key")).partition("/")[0].split(",")
        shown = [one.locator(".value").all_inner_texts() for one in page.locator(".chart .values").all()]
        assert shown == [[sent.said(name, world, week) for world in range(len(sent.names))] for name in lines]
        field = page.locator(".legend select").input_value()
        for world in range(len(sent.names)):
            for team, node in enumerate(page.locator(".world").nth(world).locator(".node.team").all()):
                node.focus()
                said = node.get_attribute("aria-label").rpartition(": ")[2]
                assert NUMBER.findall(said) == [sent.of_team("power", team, world, week), sent.of_team(field, team, world, week)]
    assert opened.clean(), (opened.strangers, opened.refused, opened.complaints)


@pytest.mark.slow
def test_what_needs_the_engine_is_off_and_says_why(opened: Any) -> None:
    page = opened.page
    page.get_by_label("Lesson", exact=True).first.select_option("")
    for part in (".shared", ".world-controls"):
        assert page.locator(part).evaluate("part => part.inert")
    assert page.get_by_role("button", name="Again, new luck").is_disabled()
    assert page.get_by_text("This file holds what was saved, and no engine.").is_visible()
    assert page.get_by_role("button", name="Play").is_enabled()
    page.locator(".menu > summary").click()
    assert page.get_by_role("button", name="All of it, as one HTML file").count() == 0


def test_the_server_gives_the_file_and_refuses_as_ever() -> None:
    with served(pairs=PAIRS) as client:
        status, headers, body = client.get(f"/api/offline?{PAIR}&replicate=1")
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert headers["content-disposition"] == "attachment"  # the server's own page is the only one that it opens
        assert body.startswith(b"<!doctype html>")
        status, headers, body = client.get("/api/offline?set=place=pear")
        assert (status, headers["content-type"]) == (400, "application/json")
        assert "content-disposition" not in headers
        assert json.loads(body)["error"].startswith("place: pear is not known; allowed: ")


@pytest.mark.slow
def test_the_command_writes_the_file_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "pair.html"
    words = ["teach", "place=pair", "weeks=8", "seed=1", f"pairs={PAIRS}", f"save={target}"]
    assert main(words) == 0
    assert capsys.readouterr().out.startswith(f"icsim teach: {target}, ")
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["pair.html"]
    assert main(words) == 2
    assert "is there already and stays as it is" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["save=lesson.txt"], "save: lesson.txt is no page; give a file that ends in .html, such as save=lesson.html"),
        (["save=nowhere/lesson.html"], "save: nowhere is not there; make the folder first"),
        (["box11", "save=lesson.html"], "lesson: box11 is unknown; allowed: "),
    ],
)
def test_mistakes_of_the_command(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["teach", *words]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]
    assert not list(tmp_path.iterdir())
