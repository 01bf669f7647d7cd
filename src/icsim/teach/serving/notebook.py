"""The page in a notebook: `twin("box4")` shows a lesson, `twin(place="pair", b={…})` any two worlds. The kernel is the server.

It is the very page of `icsim teach`, in a frame; it asks the kernel by the widget's own channel, so no port is opened.
"""

import sys
import traceback
from collections.abc import Callable, Mapping
from functools import cache

from icsim.base.errors import UserError
from icsim.teach import link_query as asking
from icsim.teach.api import TeachApi, api_routes
from icsim.teach.link_query import SHARED, SLOTS
from icsim.teach.serving import offline_page, static_files

try:
    import anywidget
    import traitlets
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(f'{error.name} is not installed; pip install "icsim[notebook]"', name=error.name) from None

PAIRS = 200
HEIGHT = 900  # pixels
WRONG = "Something went wrong in the notebook's kernel; what, stands under the cell. Another question may well be answered."


@cache
def _answers(pairs: int) -> TeachApi:
    """One for all cells, since it remembers."""
    return TeachApi(pairs)


def show_lesson(
    lesson: str | None = None,
    *,
    place: str | None = None,
    shared: Mapping[str, object] | None = None,
    a: Mapping[str, object] | None = None,
    b: Mapping[str, object] | None = None,
    c: Mapping[str, object] | None = None,
    replicate: int | None = None,
    weeks: int | None = None,
    height: int = HEIGHT,
    pairs: int = PAIRS,
) -> "LessonWidget":
    """Two or three worlds side by side, as a widget.

    Args:
        lesson: a name out of `icsim list lessons`; what else is given comes on top of it.
        place: a name out of `icsim list places`.
        shared: settings of every world, by path, such as `{"context.demand": 0.8}`.
        a: settings of the first world, such as `{"leadership.team.working_with_power.level": 0.9}`.
        b: those of the second.
        c: those of a third; without any there are two.
        replicate: which replicate, counted from 0; left out, that of the pair nearest the median of `pairs`.
        weeks: how long.
        height: of the widget in pixels.
        pairs: how many pairs of worlds stand beside the one shown first.

    Raises UserError for what icsim does not know, with what is allowed.
    """
    words = [("lesson", lesson)] if lesson else []
    words += [(SHARED, f"place={place}")] if place else []
    for slot, given in zip((SHARED, *SLOTS), (shared, a, b, c), strict=True):
        words += [(slot, f"{path}={_value(value)}") for path, value in (given or {}).items()]
    words += [(word, str(value)) for word, value in (("replicate", replicate), ("weeks", weeks)) if value is not None]
    return LessonWidget(_answers(pairs), asking.link_from_pairs(words).canonical, height)


def _value(value: object) -> object:
    """A setting as the command line has it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return "null" if value is None else value


class LessonWidget(anywidget.AnyWidget):
    """The widget. It holds the page with the worlds that it opens with; everything else it asks of the kernel."""

    _esm = (static_files.FOLDER / "frame.js").read_text(encoding="utf-8")
    page = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode("Two worlds of integrated care side by side").tag(sync=True)
    height = traitlets.Int(HEIGHT).tag(sync=True)

    def __init__(self, answers: TeachApi, query: str, height: int = HEIGHT) -> None:
        """UserError where the query is not understood."""
        if height < 1:
            raise UserError(f"height: {height} is not allowed; give pixels, such as {HEIGHT}")
        self._kinds: dict[str, Callable[[str], object]] = {
            **api_routes(answers),
            "lesson": answers.lesson,
            "page": lambda asked: offline_page.offline_html(answers, asked),
        }
        opening = {**offline_page.opening_data(answers, query), "live": True}
        super().__init__(page=offline_page.fill_template(opening), height=height)
        self.on_msg(self._asked)

    def _asked(self, widget: object, content: object, buffers: object) -> None:
        """A question of the page: its number, its kind and its query; the answer or the error goes back with the number."""
        if isinstance(content, dict) and content.get("kind") in self._kinds:
            self.send({"id": content.get("id"), **self.answer(content["kind"], str(content.get("query", "")))})

    def answer(self, kind: str, query: str) -> dict[str, object]:
        """`{"answer": …}`, or `{"error": one sentence}`."""
        try:
            return {"answer": self._kinds[kind](query)}
        except UserError as error:
            return {"error": " ".join(str(error).split())}
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return {"error": WRONG}
