"""From a lesson to its worlds: settings, the words of a link, and what its readings ask of the engine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import Measure
from icsim.config.as_text import override_text
from icsim.config.compose import compose, groups
from icsim.config.config_paths import flatten, nest
from icsim.config.settings import SETTABLE, Settings, validate
from icsim.teach.lessons.lesson_roads import every_single_turn, on_roads
from icsim.teach.lessons.lesson_schema import EVERYBODY, SLOTS, Lesson, LessonReading
from icsim.theory import clauses
from icsim.theory.arms import COMMAND, by_levels, compose_all
from icsim.theory.load_theory import find_theories as find_theory
from icsim.theory.load_theory import load_theory
from icsim.theory.theory_schema import ClauseSpec, OccurrenceSpec, Theory
from icsim.world.selection import select_entities

SettingsPatch = Mapping[str, object]
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class BoundReading:
    """A reading, ready for the engine."""

    name: str
    entry: Measure
    terms: clauses.QueryTerms
    week: int
    who: str  # in plain words; empty for everybody
    leader: int | None = None  # of one leader only: whose it is
    several: bool = False  # of a count: whether it is the mean of several who have it

    @property
    def display(self) -> str:
        """What its line is called; a total and a mean of what is counted say so."""
        how = "" if self.entry.kind != "count" else "on average" if self.several else "" if self.who else "in total"
        return ", ".join(filter(None, (self.entry.display, how, self.who)))

    @property
    def smallest(self) -> float:
        """The smallest difference that counts when it is read."""
        return self.entry.smallest_by(self.week)


@cache
def load_shipped_theory(name: str) -> Theory:
    """A theory of the catalogue."""
    (path,) = find_theory([name]).values()
    return load_theory(path)


def lesson_settings(lesson: Lesson) -> tuple[Settings, ...]:
    """The settings of the worlds, in order, each wholly checked. UserError names what is wrong."""
    return _settings(lesson.model_dump_json(by_alias=True))


@lru_cache(maxsize=64)  # by the whole lesson: to compose its worlds costs a hundred times more
def _settings(text: str) -> tuple[Settings, ...]:
    lesson = Lesson.model_validate_json(text)
    if lesson.theory is not None:
        arms = compose_all(load_shipped_theory(lesson.theory), (), f"{lesson.theory}.yaml")
        for n, world in enumerate(lesson.worlds):
            if world.arm not in arms:
                raise UserError(
                    f"{lesson.name}: worlds.{n}.arm: {world.arm} is no arm of {lesson.theory}; allowed: {', '.join(arms)}"
                )
        return tuple(arms[str(world.arm)] for world in lesson.worlds)
    try:
        shared = compose(COMMAND, context=by_levels(_shared(lesson)))
    except UserError as error:
        raise UserError(f"{lesson.name}: what all worlds share: {error}") from None
    made = []
    for n, world in enumerate(lesson.worlds):
        try:
            made.append(_made(shared, by_levels(_own(lesson, n))))
        except UserError as error:
            raise UserError(f"{lesson.name}: worlds.{n} ({world.id}): {error}") from None
    return tuple(made)


def _made(shared: Settings, own: SettingsPatch) -> Settings:
    """What all share with what one world sets, which costs far less than to compose each world anew."""
    values = {key: value for key, value in own.items() if key != "timeline"}
    made = shared.with_changes(values) if values else shared
    return validate(COMMAND, {**made.values, "timeline": own["timeline"]}) if "timeline" in own else made


def lesson_link(lesson: Lesson) -> Pairs:
    """The lesson as the words of a link: `set=`, `a=`, `b=`, `c=`, `weeks=`, and `replicate=` if it is written down."""
    shared = _shared(lesson) if lesson.theory is None else load_shipped_theory(lesson.theory).context
    found: Pairs = [("set", said) for said in _texts({key: value for key, value in shared.items() if key != "weeks"})]
    for n, slot in enumerate(SLOTS[: len(lesson.worlds)]):
        own = _own(lesson, n) if lesson.theory is None else load_shipped_theory(lesson.theory).arms[str(lesson.worlds[n].arm)]
        words = list(_texts(own)) or [
            f"timeline={override_text(shared.get('timeline', []))}"
        ]  # a world is there if anything is said of it
        found += [(slot, one) for one in words]
    if lesson.pair_counts is not None:
        found.append(("replicate", str(lesson.pair_counts.shown)))
    return [*found, ("weeks", str(shared["weeks"]))]


def task_link(lesson: Lesson, task: int) -> Pairs:
    """What a task sets, as the words of a link; of each world by itself where a world has a word of its own on the same thing."""
    given = lesson.tasks[task].try_
    slots = dict(zip((world.id for world in lesson.worlds), SLOTS, strict=False))
    own = {said.partition("=")[0] for word, said in lesson_link(lesson) if word in SLOTS}
    found: Pairs = []
    for world, patch in given.items():
        for said in _texts(patch):
            shared = world == EVERYBODY and said.partition("=")[0] not in own
            found += [("set", said)] if shared else [(slot, said) for one, slot in slots.items() if world in (one, EVERYBODY)]
    return found


def task_settings(lesson: Lesson, task: int, worlds: Sequence[Settings]) -> tuple[Settings, ...]:
    """The worlds with what a task sets; UserError where a setting cannot be, or not here."""
    given = lesson.tasks[task].try_
    patches = [given.get(EVERYBODY, {}) | given.get(world.id, {}) for world in lesson.worlds]
    return tuple(one.with_changes(by_levels(patch)) if patch else one for one, patch in zip(worlds, patches, strict=True))


def bind_readings(lesson: Lesson, worlds: Sequence[Settings]) -> dict[str, BoundReading]:
    """All readings, ready; UserError names the first that does not fit the worlds."""
    found = {}
    for name, reading in lesson.readings.items():
        try:
            found[name] = _read(name, reading, lesson, worlds)
        except UserError as error:
            raise UserError(f"{lesson.name}: readings.{name}.{error}") from None
    return found


def worlds_asked(lesson: Lesson, name: str) -> tuple[int, int]:
    """Between which two worlds a reading is counted in many pairs: those that the prediction compares, or its own."""
    told = lesson.predict.compare
    if told is not None and told.first.reading == told.second.reading == name:
        return lesson.world(told.first.world), lesson.world(told.second.world)
    return lesson.pair(name)


def check_lesson(lesson: Lesson) -> tuple[Settings, ...]:
    """The worlds, after everything in the lesson that names something of the model was found to be there."""
    worlds = lesson_settings(lesson)
    seen: dict[str, str] = {}
    for world, one in zip(lesson.worlds, worlds, strict=True):
        twin = seen.setdefault(one.content_hash(), world.id)
        if twin != world.id:
            raise UserError(f"{lesson.name}: worlds: {twin} and {world.id} are equal; let them differ in at least one value")
    _check_protagonist(lesson, worlds[0])
    asked = bind_readings(lesson, worlds)
    drawn = lesson.predict.curve
    if drawn is not None and asked[drawn.reading].entry.range[1] is None:
        raise UserError(
            f"{lesson.name}: predict.curve.reading: {drawn.reading} has no upper end to draw to; choose a reading that has one"
        )
    last = worlds[0].weeks
    for n, caption in enumerate(lesson.captions):
        since = caption.when.since
        if since > last:
            raise UserError(f"{lesson.name}: captions.{n}.when.since: {since} comes after the end; allowed: 0 to {last}")
    for n in range(len(lesson.tasks)):
        try:
            task_settings(lesson, n, worlds)
        except UserError as error:
            allowed = f"allowed: what stands below {', '.join(SETTABLE)}"
            raise UserError(
                f"{lesson.name}: tasks.{n}.try: {error}" + ("" if "allowed" in str(error) else f"; {allowed}")
            ) from None
    if lesson.decisions is not None:
        _check_roads(lesson)
    return worlds


def _check_roads(lesson: Lesson) -> None:
    """Every choice can be made, and makes another world than the first one of its moment."""
    for roads in every_single_turn(lesson):
        steered = on_roads(lesson, roads)
        one, other = lesson_settings(steered)
        if one.content_hash() == other.content_hash():
            raise UserError(f"{lesson.name}: decisions: roads={roads} are equal worlds; let the choices set something different")
        bind_readings(steered, (one, other))


def _check_protagonist(lesson: Lesson, settings: Settings) -> None:
    one = lesson.protagonist
    if one is None:
        return
    kind, given = ("leader", one.leader) if one.leader else ("team", one.team)
    known = [each.name for each in (settings.world.posts if one.leader else settings.world.teams)]
    if given not in known:
        raise UserError(
            f"{lesson.name}: protagonist.{kind}: {given} is not in this place; "
            f"allowed: {list_names(known, 60)}{did_you_mean(str(given), known)}"
        )


def _read(name: str, reading: LessonReading, lesson: Lesson, worlds: Sequence[Settings]) -> BoundReading:
    source: ClauseSpec | OccurrenceSpec
    if reading.clause is not None:
        assert lesson.theory is not None
        part, _, number = reading.clause.partition(".")
        there = getattr(load_shipped_theory(lesson.theory), part)
        if int(number) > len(there):
            raise UserError(f"clause: {reading.clause} is not in {lesson.theory}; allowed: {part}.1 to {part}.{len(there)}")
        chosen: ClauseSpec = there[int(number) - 1]
        if chosen.stronger_for is not None:
            raise UserError(f"clause: {reading.clause} compares two groups; give measure, of and week of one of them")
        source = chosen
    else:
        source = OccurrenceSpec(
            measure=str(reading.measure), of=reading.of, stat=reading.stat, week=reading.week or None, by_week=reading.by_week
        )
    entry = clauses.measure_of(source)
    week = clauses.clause_week(source, entry, worlds[0].weeks, 0 if reading.week == 0 else worlds[0].weeks)
    terms = clauses.query_terms(source, entry, (worlds[0], worlds[1]))
    world, ((query, _), *more) = worlds[0].world, terms
    mine = select_entities(world, "leader", query.of) if entry.carrier == "leader" and not more else ()
    several = entry.kind == "count" and query.stat == "mean" and len(mine) != 1
    who = " ".join((reading.who or "").split())
    return BoundReading(name, entry, terms, week, who, mine[0] if len(mine) == 1 else None, several)


def _shared(lesson: Lesson) -> dict[str, object]:
    timeline = {"timeline": _events(lesson.timeline)} if lesson.timeline else {}
    return {"place": lesson.place, "weeks": lesson.weeks, **lesson.set, **timeline}


def _own(lesson: Lesson, n: int) -> dict[str, object]:
    """What a world sets; its own events come after those that all share."""
    world = lesson.worlds[n]
    return {**world.set, **({"timeline": _events([*lesson.timeline, *world.timeline])} if world.timeline else {})}


def _events(timeline: Sequence[SettingsPatch]) -> list[dict[str, object]]:
    """Dated events as a link writes them: what an event sets stands in levels."""
    return [
        {
            key: nest(dict(flatten(by_levels(value)))) if key == "set" and isinstance(value, Mapping) else value
            for key, value in item.items()
        }
        for item in timeline
    ]


def _texts(patch: SettingsPatch) -> Iterator[str]:
    """KEY=VALUE for every single value, choices of config groups first."""
    choices = {key: value for key, value in patch.items() if key in groups(COMMAND) and isinstance(value, str)}
    yield from (f"{key}={value}" for key, value in choices.items())
    rest = {key: value for key, value in by_levels(patch).items() if key not in choices}
    yield from (f"{path}={override_text(value)}" for path, value in flatten(rest))
