"""The lessons, as the server needs them: which there are, what each asks for, and what it adds to a run."""

from functools import cache
from typing import Any

from icsim.errors import UserError
from icsim.teach import ask as asking
from icsim.teach import fields, lesson_json, ordinary
from icsim.teach.ask import Ask
from icsim.teach.lesson_file import find, known_here, read
from icsim.teach.limits import NotThere
from icsim.teach.told import told as told_of
from icsim.teach.worlds import pairs, theory_of
from icsim.theory.arms import compose_all
from icsim.theory.asked import ask as clauses_of
from icsim.trace.captions import Link
from icsim.trace.follow import Followed, Pair, circle
from icsim.trace.series import series
from icsim.trace.whom import most_moved


def lessons() -> list[dict[str, Any]]:
    """Every lesson, in the order of the shelf; one's own first."""
    found = [read(path) for path in known_here().values()]
    return [{"name": one.name, "title": one.title, "minutes": one.minutes, "group": one.group} for one in found]


def lesson(name: str) -> dict[str, Any]:
    """A lesson as the page reads it; NotThere names those there are."""
    try:
        find(name)
    except UserError as error:
        raise NotThere(str(error)) from None
    return lesson_json.to_json(ordinary.shipped(name))


@cache
def _words(name: str) -> Ask:
    """The query that a lesson stands for."""
    return asking.of_pairs(pairs(ordinary.shipped(name)))


def opened(ask: Ask) -> Ask:
    """The query with what its lesson supplies below what it says itself."""
    return ask if ask.lesson is None else ask.over(_words(ask.lesson))


def untouched(ask: Ask) -> bool:
    """Whether a query is a lesson's worlds as the lesson has them, whatever the luck."""
    return ask.lesson is not None and ask.ours is None and ask.weeks is None and not any(ask.given.values())


def names(ask: Ask, count: int) -> tuple[str, ...]:
    """What the worlds are called."""
    own = [world.name for world in ordinary.shipped(ask.lesson).worlds] if ask.lesson else []
    return (*own, *asking.NAMES[len(own) :])[:count]


def difference(ask: Ask) -> str | None:
    """What a lesson says of its own difference; None where the worlds are no longer quite the lesson's."""
    return lesson_json.one_line(ordinary.shipped(ask.lesson).difference) if ask.lesson and untouched(ask) else None


def luck_said(ask: Ask, luck: int) -> str | None:
    """What a lesson says of its own luck, where that is the one shown."""
    if ask.lesson is None or not untouched(ask) or _words(ask.lesson).luck != luck:
        return None
    return str(lesson(ask.lesson)["lucksaid"])


def chain(ask: Ask, pair: Pair) -> tuple[int, list[Link]] | None:
    """Of a lesson on a theory, as long as its worlds are the theory's: whom the story follows, and the theory's clauses."""
    if ask.lesson is None or not untouched(ask):
        return None
    name = ordinary.shipped(ask.lesson).theory
    if name is None:
        return None
    theory = theory_of(name)
    arms = compose_all(theory, (), f"{name}.yaml")
    if tuple(arms[one].content_hash() for one in theory.contrasted) != tuple(arm.content_hash() for arm in pair.arms):
        return None  # the lesson shows other arms of it
    asked = clauses_of(theory, arms, f"{name}.yaml")
    team = most_moved(pair, next(one for one in asked if one.part == "reasoning"))
    near = circle(pair, team)
    return team, [Link(one, series(pair, near, one.clause.measure, one.clause.of)) for one in asked]


def with_lesson(told: dict[str, Any], ask: Ask, run: Followed) -> dict[str, Any]:
    """The worlds with the lesson's own lines, captions, answers, and the truth about its prediction."""
    if ask.lesson is None:
        return told
    own = told_of(ordinary.shipped(ask.lesson), run.arms, run.luck, run)
    lines = [{**line, "values": fields.of_lists(line["values"], line["low"], line["high"])} for line in own["lines"]]
    captions = sorted([*told["captions"], *own["captions"]], key=lambda one: one["week"])
    return told | {
        "measures": [*told["measures"], *lines],
        "captions": captions,
        "lesson": {"name": ask.lesson, "truth": own["truth"], "answers": own["answers"]},
    }
