"""The lessons, as the server needs them: which there are, what each asks for, and what it adds to a run."""

from functools import cache

from icsim.base.errors import UserError
from icsim.teach import link_query as asking
from icsim.teach import page_types as page
from icsim.teach.lessons import lesson_json, lesson_pairs
from icsim.teach.lessons.lesson_results import lesson_results as told_of
from icsim.teach.lessons.lesson_worlds import lesson_link, load_shipped_theory
from icsim.teach.lessons.load_lesson import find_lesson, known_lessons, read_lesson
from icsim.teach.link_query import LinkQuery
from icsim.teach.request_limits import NotFound
from icsim.theory.arms import compose_all
from icsim.theory.clauses import bind_clauses as clauses_of
from icsim.trace.captions import ChainLink
from icsim.trace.followed_team import most_affected_team
from icsim.trace.paired_run import PairedRun, RecordedRun, ego_network
from icsim.trace.series import measure_series


def list_lessons() -> list[page.LessonTitle]:
    """Every lesson, in the order of the shelf; one's own first."""
    found = [read_lesson(path) for path in known_lessons().values()]
    return [{"name": one.name, "title": one.title, "minutes": one.minutes, "group": one.group} for one in found]


def lesson_for_page(name: str) -> page.Lesson:
    """A lesson as the page reads it; NotThere names those there are."""
    try:
        find_lesson(name)
    except UserError as error:
        raise NotFound(str(error)) from None
    return lesson_json.to_json(lesson_pairs.open_shipped_lesson(name))


@cache
def _words(name: str) -> LinkQuery:
    """The query that a lesson stands for."""
    return asking.link_from_pairs(lesson_link(lesson_pairs.open_shipped_lesson(name)))


def with_lesson_defaults(ask: LinkQuery) -> LinkQuery:
    """The query with what its lesson supplies below what it says itself."""
    return ask if ask.lesson is None else ask.over(_words(ask.lesson))


def is_unchanged(ask: LinkQuery) -> bool:
    """Whether a query is a lesson's worlds as the lesson has them, whatever the luck."""
    return ask.lesson is not None and ask.ours is None and ask.weeks is None and not any(ask.given.values())


def world_names(ask: LinkQuery, count: int) -> tuple[str, ...]:
    """What the worlds are called."""
    own = [world.name for world in lesson_pairs.open_shipped_lesson(ask.lesson).worlds] if ask.lesson else []
    return (*own, *asking.NAMES[len(own) :])[:count]


def lesson_difference(ask: LinkQuery) -> str | None:
    """What a lesson says of its own difference; None where the worlds are no longer quite the lesson's."""
    return (
        lesson_json.one_line(lesson_pairs.open_shipped_lesson(ask.lesson).difference) if ask.lesson and is_unchanged(ask) else None
    )


def lesson_luck_text(ask: LinkQuery, luck: int) -> str | None:
    """What a lesson says of its own luck, where that is the one shown."""
    if ask.lesson is None or not is_unchanged(ask) or _words(ask.lesson).luck != luck:
        return None
    return str(lesson_for_page(ask.lesson)["lucksaid"])


def theory_chain(ask: LinkQuery, pair: PairedRun) -> tuple[int, list[ChainLink]] | None:
    """Of a lesson on a theory, as long as its worlds are the theory's: whom the story follows, and the theory's clauses."""
    if ask.lesson is None or not is_unchanged(ask):
        return None
    name = lesson_pairs.open_shipped_lesson(ask.lesson).theory
    if name is None:
        return None
    theory = load_shipped_theory(name)
    arms = compose_all(theory, (), f"{name}.yaml")
    if tuple(arms[one].content_hash() for one in theory.contrasted) != tuple(arm.content_hash() for arm in pair.arms):
        return None  # the lesson shows other arms of it
    asked = clauses_of(theory, arms, f"{name}.yaml")
    team = most_affected_team(pair, next(one for one in asked if one.part == "reasoning"))
    near = ego_network(pair, team)
    return team, [ChainLink(one, measure_series(pair, near, one.clause.measure, one.clause.of)) for one in asked]


def add_lesson_data(told: page.Worlds, ask: LinkQuery, run: RecordedRun) -> page.Worlds:
    """The worlds with the lesson's own lines, captions, answers, and the truth about its prediction."""
    if ask.lesson is None:
        return told
    own = told_of(lesson_pairs.open_shipped_lesson(ask.lesson), run.arms, run.luck, run)
    found: page.LessonWorlds = {
        **told,
        "measures": [*told["measures"], *own.lines],
        "captions": sorted([*told["captions"], *own.captions], key=lambda one: one["week"]),
        "lesson": {"name": ask.lesson, "truth": own.truth, "answers": own.answers},
    }
    return found
