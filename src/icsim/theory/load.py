"""Finds theory files by name, pattern or path, and reads them."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from icsim.catalogue.yamlfile import YamlError, read_yaml
from icsim.errors import UserError
from icsim.nearest import did_you_mean, listed
from icsim.resources import conf_dir
from icsim.theory.vocabulary import Theory
from icsim.world.selection import KEYS, TIE_KEYS

EVERYTHING = "all"


def catalogued() -> dict[str, Path]:
    """The theories that come with icsim, by name."""
    return {path.stem: path for path in sorted((conf_dir() / "theory").glob("*.yaml"))}


def find(words: Sequence[str]) -> dict[str, Path]:
    """The files that words stand for, each once, in the order asked: names, patterns, `all`, or paths of files."""
    known = catalogued()
    found: dict[str, Path] = {}
    for word in words:
        if word.endswith((".yaml", ".yml")):
            found[word] = Path(word).expanduser()
            continue
        names = [name for name in known if word == EVERYTHING or fnmatchcase(name, word)]
        if not names:
            allowed = f"{listed(known)}, a pattern such as 'box*', all, or the path of a file that ends in .yaml"
            raise UserError(f"{word} is no theory; allowed: {allowed}{did_you_mean(word, known)}")
        found |= {name: known[name] for name in names}
    return found


def load(path: Path) -> Theory:
    """The theory in a file, its form checked; what it refers to is checked with its arms (`check`)."""
    try:
        data = read_yaml(path)
    except YamlError as error:
        raise UserError(f"theory: {error}; mend the file") from error
    except OSError as error:
        raise UserError(f"theory: {path}: {error.strerror or error}; give the path of a theory file") from error
    return parse(data, path.name)


def parse(data: Any, where: str) -> Theory:
    """A theory from plain data, or a UserError that names the first thing that is wrong."""
    try:
        theory = Theory.model_validate(data)
    except ValidationError as error:
        raise UserError(f"{where}: {_complaint(error)}") from None
    _check_contrast(theory, where)
    _check_reasoning(theory, where)
    return theory


def _check_contrast(theory: Theory, where: str) -> None:
    arms, named = list(theory.arms), theory.contrasted
    if theory.contrast != " - ".join(named) or set(named) - set(arms) or named[0] == named[1]:
        allowed = f"A - B with A and B out of {listed(arms)}"
        raise UserError(f"{where}: contrast: {theory.contrast} is not two of the arms; allowed: {allowed}")
    for arm in arms:
        if arm not in named:
            raise UserError(f"{where}: arms.{arm}: stands in no contrast; leave it out, or name it in contrast")


def _check_reasoning(theory: Theory, where: str) -> None:
    """A chain whose reasoning is its own outcome says nothing."""
    outcomes = {clause.measure for clause in theory.outcome}
    for n, clause in enumerate(theory.reasoning):
        if clause.measure in outcomes:
            what = f"reasoning.{n}.measure: {clause.measure} is also an outcome"
            raise UserError(f"{where}: {what}; give the state that comes before the outcome")


def _complaint(error: ValidationError) -> str:
    """What the vocabulary found first."""
    # A key that is misspelt is missing, too: the misspelling is the better news.
    problems = sorted(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
    problem = problems[0]
    loc, more = problem["loc"], error.error_count() - 1
    if "of" in loc:
        path, tail = ".".join(map(str, loc[: loc.index("of") + 1])), ""
        keys = list(dict.fromkeys([*(key for of in KEYS.values() for key in of), *TIE_KEYS]))
        return f"{path}: {problem['input']} is not allowed; give bystanders, or keys out of: {listed(keys)}"
    path, tail = ".".join(map(str, loc)), f" ({more} more)" if more else ""
    if problem["type"] == "extra_forbidden":
        allowed = list(_model_at(loc[:-1]).model_fields)
        return f"{path}: unknown key; allowed: {', '.join(allowed)}{did_you_mean(str(loc[-1]), allowed)}{tail}"
    if problem["type"] == "missing":
        return f"{path}: missing; give it{tail}"
    shown = " ".join(str(problem["input"]).split())[:60]
    return f"{path or 'theory'}: {shown} is not allowed; {_wanted(problem['type'], problem['msg'])}{tail}"


def _wanted(kind: str, message: str) -> str:
    if kind == "string_pattern_mismatch":
        return (
            "give a word of small letters, digits and _"
            if "a-z0-9_" in message
            else "give letters out of B, T, E, S, D"
        )
    return message.replace("Input should", "it should")


def _model_at(loc: Sequence[int | str]) -> type[BaseModel]:
    """The model behind a place in a theory."""
    model: type[BaseModel] = Theory
    for key in loc:
        if isinstance(key, str) and key in model.model_fields:
            annotation = model.model_fields[key].annotation
            options = [annotation, *get_args(annotation)]
            model = next(o for o in options if isinstance(o, type) and issubclass(o, BaseModel))
    return model
