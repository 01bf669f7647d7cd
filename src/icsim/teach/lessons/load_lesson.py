"""Finds lesson files, reads them, and checks everything in them that names something of the model."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from icsim.base.complaints import complaint
from icsim.base.errors import UserError
from icsim.base.resources import conf_dir
from icsim.base.suggest import did_you_mean, list_names
from icsim.base.yaml_io import read_user_yaml
from icsim.catalogue import catalogue
from icsim.catalogue.labels import PEOPLE_SERVED
from icsim.teach.lessons import lesson_roads
from icsim.teach.lessons.lesson_schema import EVERYBODY, Lesson
from icsim.theory.load_theory import shipped_theories as theories

_NAME = re.compile(r"\{([A-Za-z0-9_.]*)\}")


def names_in(text: str) -> list[str]:
    """The placeholders of a text, without their braces, in order."""
    return _NAME.findall(text)


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder replaced; `values` has them all."""
    return _NAME.sub(lambda found: values[found[1]], " ".join(text.split()))


_OWN: dict[str, Path] = {}  # lessons whose files were given on the command line, by name; no request adds to them
ANSWERS = {"compare": ("higher", "same", "lower")}  # besides these, choices are worlds


def shipped_lessons() -> dict[str, Path]:
    """The lessons that come with icsim, by name: the boxes first."""
    paths = sorted((conf_dir() / "lesson").glob("*.yaml"), key=lambda path: (not path.stem.startswith("box"), path.stem))
    return {path.stem: path for path in paths}


def register_lesson(path: Path) -> str:
    """Make a lesson of one's own known for as long as this process runs; its name. UserError where a shipped one has that name."""
    name = read_lesson(path).name
    if name in shipped_lessons():
        raise UserError(f"{path.name}: name: {name} is a lesson that comes with icsim; give yours another name")
    _OWN[name] = path
    return name


def known_lessons() -> dict[str, Path]:
    """Lessons by name: one's own first, then those that come with icsim."""
    return {**_OWN, **shipped_lessons()}


def find_lesson(name: str) -> Path:
    """The file of a lesson, by its name: one's own, or one that comes with icsim."""
    known = known_lessons()
    if name not in known:
        raise UserError(f"lesson: {name} is unknown; allowed: {list_names(known)}{did_you_mean(name, known)}")
    return known[name]


def read_lesson(path: Path) -> Lesson:
    """The lesson in a file, its form checked; what it says of the model is checked by `worlds.check`."""
    return parse_lesson(read_user_yaml(path, "lesson"), path.name)


def parse_lesson(data: object, where: str) -> Lesson:
    """A lesson from plain data, or a UserError that names the first thing that is wrong."""
    try:
        found = Lesson.model_validate(data)
    except ValidationError as error:
        raise UserError(f"{where}: {complaint(error, Lesson)}") from None
    for check in (_check_source, _check_readings, _check_names, _check_choices, _check_words, _check_minutes, _check_decisions):
        if wrong := check(found):
            raise UserError(f"{where}: {wrong}")
    return found


def _check_source(given: Lesson) -> str | None:
    """A theory gives the worlds, or the lesson does."""
    own = {"place": given.place, "weeks": given.weeks, "set": given.set, "timeline": given.timeline}
    if given.theory is None:
        missing = next((key for key in ("place", "weeks") if not own[key]), None)
        if missing:
            return f"{missing}: missing; give it, or a theory that has it"
        armed = next((n for n, world in enumerate(given.worlds) if world.arm), None)
        return None if armed is None else f"worlds.{armed}.arm: {given.worlds[armed].arm} is no arm without a theory; give set"
    known = theories()
    if given.theory not in known:
        return f"theory: {given.theory} is unknown; allowed: {list_names(known)}{did_you_mean(given.theory, known)}"
    taken = next((key for key, value in own.items() if value), None)
    if taken:
        return f"{taken}: stands in the theory {given.theory}; leave it out here, or leave the theory out"
    for n, world in enumerate(given.worlds):
        if world.arm is None or world.set or world.timeline:
            return f"worlds.{n}: worlds of a theory are its arms; give arm, and leave set and timeline out"
    return None


def _check_readings(given: Lesson) -> str | None:
    for name, reading in given.readings.items():
        if reading.clause is not None and given.theory is None:
            return f"readings.{name}.clause: {reading.clause} is of no theory; give measure and week"
        for world in reading.between or ():
            if wrong := _unknown(world, _worlds(given), f"readings.{name}.between"):
                return wrong
    return None


def _check_names(given: Lesson) -> str | None:
    """Whatever names a reading, a world or a line names one that there is."""
    if len({world.id for world in given.worlds}) < len(given.worlds):
        return "worlds: two have one id; give each its own"
    for where, name in _readings_named(given):
        if wrong := _unknown(name, given.readings, where):
            return wrong
    for where, name in _worlds_named(given):
        if wrong := _unknown(name, _worlds(given), where):
            return wrong
    lines = [*given.readings, *(name for name, entry in catalogue().measures.items() if not entry.per_lever)]
    for n, name in enumerate(given.lines):
        if wrong := _unknown(name, lines, f"lines.{n}"):
            return wrong
    if wrong := _unknown(given.colour, (name for name, entry in catalogue().measures.items() if entry.carrier == "team"), "colour"):
        return wrong
    for n, one in enumerate(given.captions):
        pair = [given.worlds[k].id for k in given.pair(one.when.reading)]
        if (
            one.when.gap is not None
            and one.when.world is not None
            and (wrong := _unknown(one.when.world, pair, f"captions.{n}.when.world"))
        ):
            return wrong
    if not any(_of_users(given, name) for name in given.lines):
        return "lines: nobody looks at the people served; add user_experience, or another measure of theirs"
    return None


def _readings_named(given: Lesson) -> Iterator[tuple[str, str]]:
    yield "representative_by", given.representative_by
    yield from ((f"counted.{n}", name) for n, name in enumerate(given.counted))
    yield from ((f"captions.{n}.when.reading", one.when.reading) for n, one in enumerate(given.captions))
    told = given.predict
    simple = {"most": told.most, "least": told.least, "size": told.size}
    yield from ((f"predict.{rule}", name) for rule, name in simple.items() if name is not None)
    if told.compare:
        yield from ((f"predict.compare.{part}.reading", getattr(told.compare, part).reading) for part in ("first", "second"))
    for rule in ("happened", "curve"):
        if (one := getattr(told, rule)) is not None:
            yield f"predict.{rule}.reading", one.reading


def _worlds_named(given: Lesson) -> Iterator[tuple[str, str]]:
    told = given.predict
    if told.compare:
        yield from ((f"predict.compare.{part}.world", getattr(told.compare, part).world) for part in ("first", "second"))
    if told.curve:
        yield "predict.curve.world", told.curve.world
    yield from ((f"captions.{n}.when.world", c.when.world) for n, c in enumerate(given.captions) if c.when.world)
    for n, task in enumerate(given.tasks):
        yield from ((f"tasks.{n}.try", name) for name in task.try_ if name != EVERYBODY)


def _check_choices(given: Lesson) -> str | None:
    """Whatever the run says, one choice is right."""
    told = given.predict
    if told.rule == "curve":
        return None
    if told.rule == "size":
        sizes = [choice.upto for choice in told.choices]
        *ends, last = sizes
        rising = all(one is not None for one in ends) and ends == sorted(set(ends), key=lambda one: one or 0.0)
        fits = rising and last is None and not any(choice.when for choice in told.choices)
        return None if fits else "predict.choices: give each but the last a larger upto, and no when"
    wanted = ANSWERS.get(told.rule, (*_worlds(given), "none"))
    if told.happened is not None:
        wanted = (*(_worlds(given)[k] for k in given.pair(told.happened.reading)), "both", "neither")
    found = [choice.when for choice in told.choices]
    if sorted(map(str, found)) != sorted(wanted):
        given_for = list_names(map(str, found))
        return f"predict.choices: {given_for} are not all that can happen; give a choice with when for each of: {', '.join(wanted)}"
    return None


def _check_words(given: Lesson) -> str | None:
    """Placeholders name what there is, where it can be known."""
    worlds = _worlds(given)
    counted = [given.representative_by, *given.counted]
    values = [f"{name}.{end}" for name in given.readings for end in (*worlds, "gap", "way")]
    many = ["pair_counts.pairs", *(f"pair_counts.{name}.{end}" for name in counted for end in ("more", "less", "same", "counts"))]
    for n, task in enumerate(given.tasks):
        allowed = [*values, *many, *(f"before.{value}" for value in values if task.try_)]
        for name in names_in(task.answer):
            if wrong := _unknown(name, allowed, f"tasks.{n}.answer"):
                return wrong
    for n, one in enumerate(given.captions):
        for name in names_in(one.text):
            if wrong := _unknown(name, ["week", *worlds], f"captions.{n}.text"):
                return wrong
    silent = [*given.story, given.setting, given.difference, *given.closing_questions, given.predict.ask]
    silent += [given.open_question or "", given.afterwards or ""]
    for text in [
        *silent,
        *_decided(given),
        *(part for task in given.tasks for part in (task.do, task.ask)),
        *(one.text for one in given.facilitator),
    ]:
        if found := names_in(text):
            return f"{{{found[0]}}}: placeholders stand in answers and captions only; say it without a number"
    return None


def _decided(given: Lesson) -> list[str]:
    """The texts of the decisions."""
    if given.decisions is None:
        return []
    moments = given.decisions.moments
    return [given.decisions.predict.ask, *(one.ask for one in moments), *(each.text for one in moments for each in one.choices)]


def _check_minutes(given: Lesson) -> str | None:
    total = sum(step.minutes for step in given.facilitator)
    return (
        None
        if total == given.minutes
        else f"minutes: {given.minutes} are not the {total} of the facilitator's steps; mend one of them"
    )


def _check_decisions(given: Lesson) -> str | None:
    """The decisions, and their prediction on two of the roads."""
    if given.decisions is None:
        return None
    if wrong := lesson_roads.check_form(given):
        return wrong
    steered = lesson_roads.on_roads(given, lesson_roads.every_single_turn(given)[0])
    wrong = _check_names(steered) or _check_choices(steered)
    return f"decisions.{wrong}" if wrong else None


def _of_users(given: Lesson, line: str) -> bool:
    reading = given.readings.get(line, None)
    return (line if reading is None else reading.measure) in PEOPLE_SERVED


def _worlds(given: Lesson) -> list[str]:
    return [world.id for world in given.worlds]


def _unknown(name: str, allowed: Iterable[str], where: str) -> str | None:
    known = list(allowed)
    return None if name in known else f"{where}: {name} is unknown; allowed: {list_names(known, 60)}{did_you_mean(name, known)}"
