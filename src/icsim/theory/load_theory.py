"""Finds theory files by name, pattern or path, and reads them."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import ValidationError

from icsim.base.complaints import complaint
from icsim.base.errors import UserError
from icsim.base.resources import conf_dir
from icsim.base.suggest import file_or_name, list_names
from icsim.base.yaml_io import is_yaml_file, read_user_yaml
from icsim.theory.lever_paths import wrong_lever
from icsim.theory.links import first_link, linked
from icsim.theory.theory_schema import CONTRASTS, ClausePart, ClauseSpec, Theory, is_interaction, parse_contrast

EVERYTHING = "all"
OPEN_STILL = "is still the template's; give your own"
PLACEHOLDER = re.compile(r"^<[^<>]+>$")
Problem = tuple[str, str]
"""What is wrong: the key, and the rest of the line."""


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
            raise UserError(f"{word} is no theory; allowed: {allowed}{_meant(word, known)}")
        there = {path.resolve() for path in found.values()}
        found |= {name: known[name] for name in names if name in found or known[name].resolve() not in there}
    return found


def _meant(word: str, known: Mapping[str, Path]) -> str:
    """What to type instead, where a word is a folder or a table."""
    path = Path(word).expanduser()
    if path.suffix.lower() in (".csv", ".tsv", ".xlsx", ".xlsm"):
        return f"; a table becomes theories with: icsim import {shlex.quote(word)}"
    if path.is_dir():
        return f"; of a folder give the files: {shlex.quote(word.rstrip('/'))}/*.yaml"
    return file_or_name(word, known)


def load_theory(path: Path, where: str | None = None) -> Theory:
    """The theory in a file, its form checked; what it refers to is checked with its arms (`check`).

    `where` names the file in complaints, if not its name does.
    """
    where = where or path.name
    theory = parse_theory(read_user_yaml(path, "theory"), where)
    for key, text in taken_id(theory, path):
        raise UserError(f"{where}: {key}: {text}")
    return with_links(theory, path)


def with_links(theory: Theory, path: Path) -> Theory:
    """A theory in the worlds of the one that it follows, if it follows one. UserError for a chain that goes round in a circle."""
    *before, last = link_chain(theory, path)
    return linked(last[0], with_links(*before[-1]), path.name) if before else theory


def inherited_context(theory: Theory, path: Path) -> dict[str, object]:
    """What of a theory's context only those that it follows set, and its own file at `path` does not."""
    if theory.follows is None:
        return {}
    own = parse_theory(read_user_yaml(path, "theory"), path.name).context
    found = {key: value for key, value in theory.context.items() if own.get(key) != value}
    dated, before = own.get("timeline"), found.get("timeline")
    if isinstance(dated, list) and isinstance(before, list):
        found["timeline"] = [item for item in before if item not in dated]
    return found


def link_chain(theory: Theory, path: Path) -> list[tuple[Theory, Path]]:
    """The theories that one follows, first to last and itself at the end, each as its file has it."""
    chain = [(theory, path)]
    for key, text in circle(theory.follows, path):
        raise UserError(f"{path.name}: {key}: {text}")
    while (follows := chain[0][0].follows) is not None:
        above = first_link(follows, chain[0][1], shipped_theories())
        chain.insert(0, (parse_theory(read_user_yaml(above, "theory"), above.name), above))
    return chain


def circle(follows: str | None, path: Path) -> Iterator[Problem]:
    """A chain that goes round in a circle, whatever else is wrong with its links or still open in them."""
    chain = [path]
    while follows is not None:
        try:
            above = first_link(follows, chain[-1], shipped_theories())
            chain.append(above)
            if above.resolve() in {one.resolve() for one in chain[:-1]}:
                said = " follows ".join(one.stem for one in chain)
                yield "follows", f"{said}, which goes round in a circle; take one of them out"
                return
            data = read_user_yaml(above, "theory")
        except UserError:
            return  # told where the link is read
        named = data.get("follows")
        follows = named if isinstance(named, str) else None


def taken_id(theory: Theory, path: Path) -> Iterator[Problem]:
    """An id that one of our own has."""
    shipped = shipped_theories().get(theory.id)
    if shipped is not None and path.resolve() != shipped.resolve():
        yield "id", f"{theory.id} is that of a theory that comes with icsim; give yours another id"


def parse_theory(data: object, where: str) -> Theory:
    """A theory from plain data, or a UserError that names the first thing that is wrong."""
    for key, text in placeholders(data):
        raise UserError(f"{where}: {key}: {text}")
    try:
        theory = Theory.model_validate(data)
    except ValidationError as error:
        raise UserError(f"{where}: {complaint(error, Theory)}") from None
    for key, text in form_problems(theory):
        raise UserError(f"{where}: {key}: {text}")
    return theory


def placeholders(data: object, *above: object) -> Iterator[Problem]:
    """What a template has left open and nobody has filled in, by key: texts in angle brackets."""
    if isinstance(data, str) and PLACEHOLDER.match(data.strip()):
        yield ".".join(map(str, above)), f"{data.strip()} {OPEN_STILL}"
    below = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for key, value in below:
        if isinstance(key, str) and PLACEHOLDER.match(key):
            yield ".".join(map(str, above)), f"{key} {OPEN_STILL}"
        yield from placeholders(value, *above, key)


def form_problems(theory: Theory) -> Iterator[Problem]:
    """What does not go together in a theory, by key, before any world is composed."""
    yield from _of_source(theory)
    yield from _of_paths(theory)
    yield from _of_contrast(theory)
    yield from _of_reasoning(theory)
    for part, n, clause in theory.clauses():
        for key, text in _of_form(part, clause, theory):
            yield f"{part}.{n}.{key}", text
    yield from _of_weaker(theory)


def _of_source(theory: Theory) -> Iterator[Problem]:
    source = theory.source
    if source.where is None and source.citation is None:
        yield "source", "says nothing; give citation, or where, the part of the review that the model is made from"
    if source.citation is not None:
        for key in ("provenance", "papers", "study"):
            if getattr(source, key) is not None:
                yield f"source.{key}", "is of the review that the model is made from; beside citation give sources and confidence"


def _of_paths(theory: Theory) -> Iterator[Problem]:
    """Keys of an arm, of the context or of a patch that are no path, with the path that was probably meant."""
    patches: list[tuple[str, Mapping[str, object]]] = [("context", theory.context)]
    patches += [(f"arms.{name}", arm) for name, arm in theory.arms.items()]
    patches += [(f"weaker_where.{n}", patch) for n, patch in enumerate(theory.weaker_where)]
    patches += [(f"rival.{n}.patch", rival.patch) for n, rival in enumerate(theory.rival)]
    for where, patch in patches:
        for key in patch:
            if (text := wrong_lever(key)) is not None:
                yield f"{where}.{key}", text


def _of_contrast(theory: Theory) -> Iterator[Problem]:
    arms, named, sound = list(theory.arms), set(), True
    given = [("contrast", theory.contrast)]
    given += [(f"{part}.{n}.contrast", c.contrast) for part, n, c in theory.clauses() if c.contrast is not None]
    for key, text in given:
        weights = parse_contrast(text)
        if weights is None or set(weights) - set(arms):
            allowed = f"{CONTRASTS} with names out of {list_names(arms)}, each once"
            yield key, f"{text} is not a comparison of arms; allowed: {allowed}"
            sound = False
        named |= set(weights or ())
    for arm in arms:
        if arm not in named and sound:
            yield f"arms.{arm}", "stands in no contrast; leave it out, or name it in contrast"
    for n, rival in enumerate(theory.rival):
        if rival.arm is not None and rival.arm not in arms:
            yield f"rival.{n}.arm", f"{rival.arm} is no arm; allowed: {list_names(arms)}, or leave it out for all"


WORKED_OUT_OF = {"influence_gini": "influence_share"}  # measures that are arithmetic on another: its mean moves with them


def _of_reasoning(theory: Theory) -> Iterator[Problem]:
    """A chain whose reasoning is its own outcome, or a term of it, says nothing."""
    outcomes = {clause.measure for clause in theory.outcome}
    for n, clause in enumerate(theory.reasoning):
        key = f"reasoning.{n}.measure"
        for whole, part in WORKED_OUT_OF.items():
            if (clause.measure == part and whole in outcomes) or (clause.measure == whole and part in outcomes):
                what = f"{clause.measure}: {whole}, one of the two, is worked out of {part}"
                yield key, f"{what}; give a state that comes before the outcome"
        if clause.measure in outcomes:
            yield key, f"{clause.measure} is also an outcome; give the state that comes before the outcome"


def _of_form(part: ClausePart, clause: ClauseSpec, theory: Theory) -> Iterator[Problem]:
    """Words that go together, and words that do not."""
    if (clause.expect == "inverted_u") != (clause.dose is not None):
        yield "dose", "goes with expect: inverted_u, and only with it; give both or neither"
    if not clause.mediated and part != "outcome":
        yield "mediated", "false is said of an outcome; leave it out"
    if clause.stronger_for is not None:
        if clause.of:
            yield "of", "stands beside stronger_for, which names its groups; leave one out"
        if clause.expect not in ("up", "down"):
            yield "expect", f"{clause.expect} beside stronger_for; allowed: up, down"
    if is_interaction(theory.weights(clause)) and (part == "resource" or clause.expect == "inverted_u"):
        what = "a resource arrives between two arms" if part == "resource" else "doses of inverted_u are those of one arm"
        yield "contrast", f"{what}; give the clause a contrast A - B of its own"


def _of_weaker(theory: Theory) -> Iterator[Problem]:
    for n, patch in enumerate(theory.weaker_where):
        about = patch.get("clause", "outcome")
        if about not in ("reasoning", "outcome"):
            yield f"weaker_where.{n}.clause", f"{about} is not allowed; allowed: reasoning, outcome"
        if not set(patch) - {"clause"}:
            yield f"weaker_where.{n}", "nothing is different; give a context path and its value"
