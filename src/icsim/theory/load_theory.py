"""Finds theory files by name, pattern or path, and reads them."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import ValidationError

from icsim.base.complaints import complaint
from icsim.base.errors import UserError
from icsim.base.resources import conf_dir
from icsim.base.suggest import file_or_name, list_names
from icsim.base.yaml_io import is_yaml_file, read_user_yaml
from icsim.theory.theory_schema import CONTRASTS, ClausePart, ClauseSpec, Theory, is_interaction, parse_contrast

EVERYTHING = "all"


def shipped_theories() -> dict[str, Path]:
    """The theories that come with icsim, by name."""
    return {path.stem: path for path in sorted((conf_dir() / "theory").glob("*.yaml"))}


def find_theories(words: Sequence[str]) -> dict[str, Path]:
    """The files that words stand for, each once, in the order asked: names, patterns, `all`, or paths of files."""
    known = shipped_theories()
    found: dict[str, Path] = {}
    for word in words:
        if is_yaml_file(word):
            path = Path(word).expanduser()
            if path.resolve() not in {other.resolve() for other in found.values()}:
                found[word] = path
            continue
        names = [name for name in known if word == EVERYTHING or fnmatchcase(name, word)]
        if not names:
            allowed = "a name out of icsim list theories, a pattern such as 'box*', all, or the path of a file that ends in .yaml"
            raise UserError(f"{word} is no theory; allowed: {allowed}{file_or_name(word, known)}")
        there = {path.resolve() for path in found.values()}
        found |= {name: known[name] for name in names if name in found or known[name].resolve() not in there}
    return found


def load_theory(path: Path) -> Theory:
    """The theory in a file, its form checked; what it refers to is checked with its arms (`check`)."""
    theory = parse_theory(read_user_yaml(path, "theory"), path.name)
    shipped = shipped_theories().get(theory.id)
    if shipped is not None and path.resolve() != shipped.resolve():
        raise UserError(f"{path.name}: id: {theory.id} is that of a theory that comes with icsim; give yours another id")
    return theory


def parse_theory(data: object, where: str) -> Theory:
    """A theory from plain data, or a UserError that names the first thing that is wrong."""
    try:
        theory = Theory.model_validate(data)
    except ValidationError as error:
        raise UserError(f"{where}: {complaint(error, Theory)}") from None
    _check_contrast(theory, where)
    _check_reasoning(theory, where)
    for part, n, clause in theory.clauses():
        _check_form(part, clause, f"{where}: {part}.{n}", theory)
    _check_weaker(theory, where)
    return theory


def _check_contrast(theory: Theory, where: str) -> None:
    arms, named = list(theory.arms), set()
    given = [("contrast", theory.contrast)]
    given += [(f"{part}.{n}.contrast", c.contrast) for part, n, c in theory.clauses() if c.contrast is not None]
    for key, text in given:
        weights = parse_contrast(text)
        if weights is None or set(weights) - set(arms):
            allowed = f"{CONTRASTS} with names out of {list_names(arms)}, each once"
            raise UserError(f"{where}: {key}: {text} is not a comparison of arms; allowed: {allowed}")
        named |= set(weights)
    for arm in arms:
        if arm not in named:
            raise UserError(f"{where}: arms.{arm}: stands in no contrast; leave it out, or name it in contrast")
    for n, rival in enumerate(theory.rival):
        if rival.arm is not None and rival.arm not in arms:
            raise UserError(f"{where}: rival.{n}.arm: {rival.arm} is no arm; allowed: {list_names(arms)}, or leave it out for all")


WORKED_OUT_OF = {"influence_gini": "influence_share"}  # measures that are arithmetic on another: its mean moves with them


def _check_reasoning(theory: Theory, where: str) -> None:
    """A chain whose reasoning is its own outcome, or a term of it, says nothing."""
    outcomes = {clause.measure for clause in theory.outcome}
    for n, clause in enumerate(theory.reasoning):
        for whole, part in WORKED_OUT_OF.items():
            if (clause.measure == part and whole in outcomes) or (clause.measure == whole and part in outcomes):
                what = f"reasoning.{n}.measure: {clause.measure}: {whole}, one of the two, is worked out of {part}"
                raise UserError(f"{where}: {what}; give a state that comes before the outcome")
        if clause.measure in outcomes:
            what = f"reasoning.{n}.measure: {clause.measure} is also an outcome"
            raise UserError(f"{where}: {what}; give the state that comes before the outcome")


def _check_form(part: ClausePart, clause: ClauseSpec, where: str, theory: Theory) -> None:
    """Words that go together, and words that do not."""
    if (clause.expect == "inverted_u") != (clause.dose is not None):
        raise UserError(f"{where}.dose: goes with expect: inverted_u, and only with it; give both or neither")
    if not clause.mediated and part != "outcome":
        raise UserError(f"{where}.mediated: false is said of an outcome; leave it out")
    if clause.stronger_for is not None:
        if clause.of:
            raise UserError(f"{where}.of: stands beside stronger_for, which names its groups; leave one out")
        if clause.expect not in ("up", "down"):
            raise UserError(f"{where}.expect: {clause.expect} beside stronger_for; allowed: up, down")
    if is_interaction(theory.weights(clause)) and (part == "resource" or clause.expect == "inverted_u"):
        what = "a resource arrives between two arms" if part == "resource" else "doses of inverted_u are those of one arm"
        raise UserError(f"{where}.contrast: {what}; give the clause a contrast A - B of its own")


def _check_weaker(theory: Theory, where: str) -> None:
    for n, patch in enumerate(theory.weaker_where):
        about = patch.get("clause", "outcome")
        if about not in ("reasoning", "outcome"):
            raise UserError(f"{where}: weaker_where.{n}.clause: {about} is not allowed; allowed: reasoning, outcome")
        if not set(patch) - {"clause"}:
            raise UserError(f"{where}: weaker_where.{n}: nothing is different; give a context path and its value")

