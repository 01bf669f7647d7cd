"""All that is wrong with a theory file, not only the first thing: each mistake a line of its own.

It is asked only once something is wrong. What cannot be read is replaced by a stand-in, so that the rest can be judged; of the
stand-ins themselves nothing is told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from icsim.base.complaints import complaints
from icsim.base.errors import UserError, lines_of
from icsim.base.plain_text import and_list
from icsim.base.yaml_io import read_user_yaml
from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.theory.actors import bind_actors, wrong_groups
from icsim.theory.arms import (
    COMMAND,
    Arms,
    arms_in_context,
    arms_under_rival,
    by_levels,
    check_arm,
    check_arms_differ,
    check_context,
    compose_all,
)
from icsim.theory.clauses import bind_clause, bind_occurrence
from icsim.theory.load_theory import circle, form_problems, placeholders, taken_id, with_links
from icsim.theory.theory_schema import BYSTANDERS, PARTS, Theory

ROLE, STAND_IN = "imposed", "stand_in"
NOT_CHECKED = "it is not checked:"
SHARED = ("place", "weeks")  # keys of the context that others are judged by


def all_mistakes(path: Path, overrides: Sequence[str], where: str | None = None) -> list[str]:
    """The lines, in the order of the file's form; none where the mistake is not the file's."""
    where = where or path.name
    try:
        data: dict[str, Any] = dict(read_user_yaml(path, "theory"))
    except UserError as error:
        return [str(error)]
    found = dict(placeholders(data))
    spoilt = [_replaced(data, key.split(".")) for key in found]
    lines = [f"{where}: {key}: {text}" for key, text in found.items()]
    theory: Theory | None = None
    for _ in range(3):  # a stand-in may bring to light what was hidden
        try:
            theory = Theory.model_validate(data)
            break
        except ValidationError as error:
            before = tuple(spoilt)
            for loc, line in complaints(error, Theory):
                key = ".".join(map(str, loc))
                mistyped = f"{key}: missing;" in line and any(told.endswith(f"did you mean {key}?") for told in lines)
                if not mistyped and not _below(key, before):
                    lines.append(f"{where}: {line}")
                spoilt.append(_replaced(data, loc))
    if theory is None:
        return lines
    if theory.follows is not None and not _below("follows", spoilt):
        if round_about := [f"{where}: {key}: {text}" for key, text in circle(theory.follows, path)]:
            return [*lines, *round_about, *_of_actors(theory, where, spoilt)]
        try:
            theory = with_links(theory, path)
        except UserError as error:
            lines += lines_of(error)
            if "place" not in theory.context:  # it would be that of the theory that is not there
                return [*lines, *_of_actors(theory, where, spoilt)]
            theory = theory.model_copy(update={"follows": None})
            spoilt.append("follows")
    told = [*form_problems(theory), *taken_id(theory, path)]
    lines += [f"{where}: {key}: {text}" for key, text in told if not _below(key, spoilt)]
    lines += _of_worlds(theory, overrides, where, spoilt, [key for key, _ in told])
    lines += [line for line in _of_actors(theory, where, spoilt) if not any(one.startswith(f"{where}: actors") for one in lines)]
    return list(dict.fromkeys(lines))  # a week of the reasoning is asked of by a resource without one, too


def _of_actors(theory: Theory, where: str, spoilt: Sequence[str]) -> Iterator[str]:
    """Who is nobody in the place, or in any place, even where arms or the place itself are still open."""
    place, world = theory.context.get("place"), None
    if isinstance(place, str) and not _below("context.place", spoilt):
        try:
            world = compose(COMMAND, (), context={"place": place}).world
        except UserError:  # told under its own key
            world = None
    if "actors" not in spoilt:
        yield from (f"{where}: actors.{text}" for text in wrong_groups(theory, world))


def _below(key: str, spoilt: Sequence[str]) -> bool:
    return any(f"{key}.".startswith(f"{one}.") for one in spoilt)


def _replaced(data: dict[str, Any], loc: Sequence[int | str]) -> str:
    """Put a stand-in where something cannot be read, and give the key below which nothing more is told."""
    top, *rest = (str(step) for step in loc)
    part = data.get(top)
    if top in PARTS and isinstance(part, list) and rest and rest[0].isdigit():
        part[int(rest[0])] = _clause(data)
        return f"{top}.{rest[0]}"
    stand_ins: Mapping[str, object] = {
        "id": STAND_IN, "title": STAND_IN, "source": {"where": STAND_IN}, "role": ROLE, "context": {}, "contrast": "a - b",
        "arms": {"a": {"context.demand": 0.1}, "b": {"context.demand": 0.9}},
        **{name: [_clause(data)] for name in ("resource", "reasoning", "outcome")},
    }  # fmt: skip
    if top in ("source", "context", "as_written", "recast") and isinstance(part, dict) and rest:
        below = ".".join(rest)
        part.pop(below, None)
        if top == "source":
            part.setdefault("where", STAND_IN)
        elif top != "context":
            part[below] = STAND_IN
        return f"{top}.{below}"
    if top == "contrast" and isinstance(data.get("arms"), dict) and len(data["arms"]) > 1:
        data[top] = " - ".join(list(data["arms"])[:2])
    elif top == "arms" and isinstance(part, dict) and len(part) > 1:
        data[top] = {name: {"context.demand": n / len(part)} for n, name in enumerate(part)}
    elif top in stand_ins:
        data[top] = stand_ins[top]
    else:
        data.pop(top, None)
    return top


def _clause(data: Mapping[str, object]) -> dict[str, object]:
    """A clause on a measure that the file does not use."""
    text = str(data)
    name = next((one.name for one in catalogue().measures.values() if one.carrier == "team" and one.name not in text), "backlog")
    return {"measure": name, "week": 1, "expect": "up"}


def _of_worlds(
    theory: Theory, overrides: Sequence[str], where: str, spoilt: Sequence[str], told: Sequence[str]
) -> Iterator[str]:
    """What is wrong with the worlds of a theory, and with its clauses in them."""
    lines, arms, whole = _arms(theory, overrides, where, told)
    of_arms = (f"{where}: arms", " contradicts arms.")
    yield from (line for line in lines if not ("arms" in spoilt and (line.startswith(of_arms[0]) or of_arms[1] in line)))
    first, second = theory.contrasted
    if not arms or not {first, second} <= arms.keys():
        return
    if whole:
        yield from _kept(check_arms_differ, theory, arms, where)
    still_open = _still_open(theory, spoilt)
    for part, n, clause in theory.clauses():
        key = f"{part}.{n}"
        compared = set(theory.weights(clause))  # nothing where the clause's contrast cannot be read, which is told already
        if not _below(key, spoilt) and compared and compared <= arms.keys():
            for line in _kept(bind_clause, theory, part, n, arms, where):
                if not _hangs_on(still_open, line, f"{where}: {key}", arms[first].world.place):
                    yield line
    yield from _unsure(theory, where, spoilt, still_open)
    if whole:
        if not {"context.place", "arms", "actors"} & set(spoilt):
            yield from _kept(bind_actors, theory, arms, where)
        for n, patch in enumerate(theory.weaker_where):
            plain = {key: value for key, value in patch.items() if key != "clause"}
            at = f"{where}: weaker_where.{n}"
            yield from _kept(arms_in_context, theory, overrides, at, plain, arms)
        for n, rival in enumerate(theory.rival):
            at = f"{where}: rival.{n}"
            yield from _kept(arms_under_rival, theory, overrides, at, rival, arms)
    yield from _kept(bind_occurrence, theory, arms, where)


def _still_open(theory: Theory, spoilt: Sequence[str]) -> tuple[str, ...]:
    """What of place and arms cannot be read, so that there is a stand-in for it."""
    place = theory.context.get("place")
    unknown = _below("context.place", spoilt) or (place is not None and bool(_refused({"place": place})))
    return (*(["context.place"] if unknown else []), *(["arms"] if "arms" in spoilt else []))


def _hangs_on(still_open: Sequence[str], line: str, at: str, place: str) -> bool:
    """Whether a complaint about whom a clause reads is one about a stand-in for the place, or for the arms."""
    of_arms = line.startswith((f"{at}.of: {BYSTANDERS}", f"{at}.dose"))
    if "arms" in still_open and of_arms:
        return True
    return "context.place" in still_open and line.startswith(f"{at}.of") and (of_arms or f" in {place};" in line)


def _unsure(theory: Theory, where: str, spoilt: Sequence[str], still_open: Sequence[str]) -> Iterator[str]:
    """Which clauses read people of whom it cannot be said yet whether there are any, a line for what nobody has filled in."""
    for open_ in (key for key in still_open if _below(key, spoilt)):
        keys = []
        for part, n, clause in theory.clauses():
            of_arms = clause.of == BYSTANDERS or clause.dose is not None
            of_place = bool(clause.of or clause.stronger_for)
            if not _below(f"{part}.{n}", spoilt) and (of_arms if open_ == "arms" else of_place):
                keys.append(f"{part}.{n}")
        if keys:
            named = f"{and_list(keys)} {'name' if len(keys) > 1 else 'names'}"
            what = "the bystanders and doses that" if open_ == "arms" else "whether the place has those whom"
            yield f"{where}: {open_}: as long as that is open, {NOT_CHECKED} {what} {named}"


def _arms(theory: Theory, overrides: Sequence[str], where: str, told: Sequence[str]) -> tuple[list[str], Arms, bool]:
    """What is wrong with context and arms, key by key; the arms without what is wrong; and whether they are whole."""
    try:
        return [], compose_all(theory, overrides, where), True
    except UserError as error:
        first = str(error)
    lines = list(_kept(check_context, theory, where))
    sound = {
        name: {key: value for key, value in arm.items() if f"arms.{name}.{key}" not in told} for name, arm in theory.arms.items()
    }
    theory = theory.model_copy(update={"arms": sound})
    for name in theory.arms:
        lines += _kept(check_arm, theory, name, where)
    shared = {key: value for key, value in theory.context.items() if key in SHARED and not _refused({key: value})}
    context = _sound(theory.context, "context", shared, where, lines, told)
    arms = {name: _sound(arm, f"arms.{name}", shared, where, lines, told) for name, arm in theory.arms.items()}
    for n, patch in enumerate(theory.weaker_where):
        _sound({k: v for k, v in patch.items() if k != "clause"}, f"weaker_where.{n}", shared, where, lines, told)
    for n, rival in enumerate(theory.rival):
        _sound(rival.patch, f"rival.{n}.patch", shared, where, lines, told)
    made: Arms = {}
    for name, arm in arms.items():
        own = {key: value for key, value in arm.items() if key not in SHARED}
        try:
            made[name] = compose(COMMAND, (), context=by_levels(context), arm=by_levels(own))
        except UserError as error:
            lines.append(f"{where}: arms.{name} and context: {error}")
            return lines, {}, False
    if not lines and not told:  # of the command's own doing, or of all arms together
        return [first], made, False
    return lines, made, False


def _sound(
    patch: Mapping[str, object], key: str, shared: Mapping[str, object], where: str, lines: list[str], told: Sequence[str]
) -> dict[str, object]:
    """The keys of a patch that can be set, each tried alone; the complaints about the others go to `lines`."""
    good: dict[str, object] = {}
    for path, value in patch.items():
        if f"{key}.{path}" in told:
            continue
        wrong = _refused({**shared, path: value})
        lines += [f"{where}: {key}: {line}" for line in wrong]
        if not wrong:
            good[path] = value
    return good


def _refused(context: Mapping[str, object]) -> list[str]:
    """The complaint about a context, if there is one."""
    return list(_kept(compose, COMMAND, (), context=by_levels(context)))


def _kept(act: Callable[..., object], *given: object, **named: object) -> Iterator[str]:
    """What an act complains of, if it does."""
    try:
        act(*given, **named)
    except UserError as error:
        yield from lines_of(error)
