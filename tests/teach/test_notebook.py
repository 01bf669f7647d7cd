"""The page in a notebook: the widget without Jupyter, and its browser side in a plain page with the kernel's part played."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from browser import watched

from icsim.base.errors import UserError
from icsim.teach.serving import static_files

pytest.importorskip("anywidget", reason="the notebook is left out: it needs anywidget")

from icsim.teach.serving.notebook import WRONG, LessonWidget, _value, show_lesson

SHARING = "leadership.team.working_with_power.level"
HOST = """async ({ code, page }) => {
  const acts = [];
  const model = {
    get: (name) => ({ page, title: "Two worlds", height: 800 })[name],
    on: (name, act) => acts.push(act), off: (name, act) => acts.splice(acts.indexOf(act), 1),
    send: async (message) => {
      const answer = await window.toKernel(message);
      if (message.query.includes("=0.1")) await new Promise((done) => setTimeout(done, 1200)); // a slow one
      acts.forEach((act) => act(JSON.parse(answer)));
    },
  };
  const widget = (await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })))).default;
  window.leave = widget.render({ model, el: document.body });
  window.listening = () => acts.length;
}"""


@pytest.fixture(scope="module")
def widget() -> Iterator[LessonWidget]:
    made = show_lesson(place="pair", weeks=20, b={SHARING: 0.9}, replicate=1, pairs=16)
    yield made
    made.close()


@pytest.fixture
def sent(widget: LessonWidget, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    found: list[Any] = []
    monkeypatch.setattr(widget, "send", lambda content, buffers=None: found.append(content))
    return found


@pytest.mark.slow
def test_it_carries_the_page_and_the_first_worlds(widget: LessonWidget) -> None:
    assert {"page", "title", "height", "_esm"} <= set(widget.keys)
    held = json.loads(widget.page.partition('id="data">')[2].partition("</script>")[0])
    assert held["live"] is True
    assert held["worlds"][f"b={SHARING}=0.9&set=place=pair&weeks=20"]["weeks"] == 20
    assert len(held["start"]["lessons"]) == 14  # others can be opened, for the kernel answers
    assert "import" not in (static_files.FOLDER / "frame.js").read_text().replace("imports", "")


@pytest.mark.slow
def test_questions_are_answered_with_their_number(widget: LessonWidget, sent: list[Any]) -> None:
    widget._asked(widget, {"id": "me/1", "kind": "worlds", "query": f"set=place=pair&weeks=8&replicate=2&a={SHARING}=0.1"}, [])
    widget._asked(widget, {"id": "me/2", "kind": "worlds", "query": "set=place=pear"}, [])
    assert (sent[0]["id"], sent[0]["answer"]["weeks"]) == ("me/1", 8)
    assert sent[1]["id"] == "me/2"
    assert sent[1]["error"].startswith("place: pear is not known; allowed: ")


@pytest.mark.slow
@pytest.mark.parametrize("content", [None, "worlds", {}, {"id": 1, "kind": "__class__", "query": ""}, {"id": 1, "kind": "close"}])
def test_what_is_no_question_has_no_answer(widget: LessonWidget, sent: list[Any], content: Any) -> None:
    widget._asked(widget, content, [])
    assert sent == []


@pytest.mark.slow
def test_what_breaks_is_said_on_the_page_and_shown_under_the_cell(
    widget: LessonWidget, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(widget._kinds, "many", lambda query: 1 // 0)
    assert widget.answer("many", "") == {"error": WRONG}
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"lesson": "box11"}, "lesson: box11 is unknown; allowed: "),
        ({"place": "pear"}, "place: pear is not known; allowed: "),
        ({"place": "pair", "b": {"leadership.team.nothing": 1}}, "leadership.team.nothing"),
        ({"place": "pair", "weeks": 0}, "weeks: 0 is not allowed"),
        ({"place": "pair", "weeks": 4, "replicate": 1, "height": 0}, "height: 0 is not allowed"),
    ],
)
def test_mistakes_name_what_is_allowed(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said):
        show_lesson(**given, pairs=16)


@pytest.mark.parametrize(("value", "said"), [(True, "on"), (False, "off"), (None, "null"), (0.25, 0.25), ("[]", "[]")])
def test_values_are_written_as_on_the_command_line(value: Any, said: Any) -> None:
    assert _value(value) == said


@pytest.mark.slow
def test_its_browser_side_shows_the_worlds_and_asks_the_kernel(browser: Any, widget: LessonWidget) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    context.set_default_timeout(10_000)
    watch = watched(context.new_page(), "about:")
    page = watch.page
    asked: list[str] = []

    def kernel(message: dict[str, Any]) -> str:
        asked.append(message["kind"])
        return json.dumps({"id": message["id"], **widget.answer(message["kind"], message["query"])})

    page.expose_function("toKernel", kernel)
    page.evaluate(HOST, {"code": (static_files.FOLDER / "frame.js").read_text(), "page": widget.page})
    frame = page.frame_locator("iframe")
    frame.locator(".world").nth(1).wait_for()
    assert asked == []  # the first picture needs no kernel
    said, sharing = frame.locator(".difference"), frame.get_by_role("slider", name="power sharing").first
    sharing.fill("0.2")
    said.filter(has_text="0.20 in").wait_for()
    assert asked == ["worlds"]
    frame.locator(".node.team").first.click()
    frame.locator(".why").get_by_text("Why, in week").wait_for()
    assert sorted(set(asked)) == ["story", "why", "worlds"]
    sharing.fill("0.1")
    page.wait_for_timeout(400)
    sharing.fill("0.3")
    page.wait_for_timeout(2000)
    assert "0.30 in" in said.inner_text()  # what was asked last is what is shown, whatever comes late
    page.evaluate("window.leave()")
    assert page.evaluate("window.listening()") == 0
    assert watch.clean(), (watch.strangers, watch.refused, watch.complaints)
    context.close()
