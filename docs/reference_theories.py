"""The reference pages on theories: the vocabulary out of its classes, the catalogue out of its files."""

import ast
import inspect
import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from tables import table

from icsim.base.resources import conf_dir
from icsim.base.strict_model import StrictModel
from icsim.base.yaml_io import read_yaml
from icsim.catalogue import catalogue
from icsim.config.config_paths import flatten
from icsim.engine.people_served import SERVED_KEYS
from icsim.report.theory import clause_text as say
from icsim.report.words import readable_name
from icsim.theory import theory_schema
from icsim.theory.arms import MAY_DIFFER
from icsim.theory.clauses import BoundClause
from icsim.theory.load_theory import load_theory, shipped_theories
from icsim.theory.statements import natural, not_expressed, statements
from icsim.theory.theory_schema import FILE_MODELS, UNNAMED, ClauseSpec, Theory
from icsim.world.selection import ACROSS, HALVES, KEYS, RANKS, TIE_KEYS

NAME = get_args(theory_schema.Name)[1].pattern
PLAIN = {str: "a text", bool: "`true` or `false`", int: "a whole number", float: "a number", object: "any value", Any: "any value"}
HEAD = ("key", "what may stand there", "default", "what it is")
BOXES = "boxes"


def vocabulary_page() -> str:
    """Every key of a theory file."""
    parts = ["# The vocabulary\n\nEvery key of a theory file, and what may stand there. [](../theories.md) shows them at work."]
    for model in FILE_MODELS:
        said = documented(model)
        fields = model.model_fields.items()
        rows = [(f"`{key}`", allowed(field.annotation, field), default(field), said.get(key, "")) for key, field in fields]
        parts += [f"## {model.__name__}", inspect.getdoc(model) or "", table(HEAD, rows)]
    may = ", ".join(f"`{key}`" for key in MAY_DIFFER)
    parts += [f"## Arms\n\nAn arm may set {may}. Place, length and luck are the same for all arms.", whom()]
    return "\n\n".join(parts)


def whom() -> str:
    """The keys of `of`."""
    every = {carrier: [*keys, *SERVED_KEYS.get(carrier, ())] for carrier, keys in KEYS.items()}
    rows = [(f"{carrier}s", ", ".join(f"`{key}`" for key in keys)) for carrier, keys in every.items()]
    rows.append(("ties", ", ".join(f"`{key}`" for key in TIE_KEYS)))
    return (
        "## Of whom\n\nThe keys of `of` and `than`, by what has the measure (see [](measures.md)). Several keys narrow it down. "
        f"`from` and `to` hold keys of their own; `across` is one of: {', '.join(f'`{border}`' for border in ACROSS)}; "
        f"`power_rank` one of: {', '.join(f'`{rank}`' for rank in RANKS)}; `power_half` one of: "
        f"{', '.join(f'`{half}`' for half in HALVES)}, and `of: weaker` says the same in one word. "
        "`served` names a group of people served, `all` of them, or the teams that serve it; `of: people_served` are all.\n\n"
        + table(("of", "keys"), rows)
    )


def documented(model: type[StrictModel]) -> dict[str, str]:
    """What is written below each field of a class, and of the class that it builds on."""
    (node,) = ast.parse(inspect.getsource(model)).body
    assert isinstance(node, ast.ClassDef)
    above = [base for base in model.__bases__ if issubclass(base, StrictModel)]
    found = {key: text for base in above for key, text in documented(base).items()}
    for field, below in zip(node.body, node.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            found[ast.unparse(field.target)] = str(below.value.value)
    return found


def allowed(kind: object, field: FieldInfo | None = None) -> str:
    """A type in words; links to the class that it is made of."""
    if kind == theory_schema.Name or any(getattr(one, "pattern", None) == NAME for one in (field.metadata if field else ())):
        return "a word of small letters, digits and _"
    origin, inside = get_origin(kind), [one for one in get_args(kind) if one is not type(None)]
    if origin is Annotated:
        return allowed(inside[0])
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in inside)
    if origin in (Union, types.UnionType):
        return " or ".join(allowed(one, field) for one in inside)
    if origin is list:
        return f"a list of: {allowed(inside[0])}"
    if origin is dict:
        return "keys and values" if inside[1] in (object, Any) else f"names, and for each: {allowed(inside[1])}"
    if isinstance(kind, type) and issubclass(kind, StrictModel):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    least = [one.ge for one in (field.metadata if field else ()) if hasattr(one, "ge")]
    return PLAIN[kind] + (f", {least[0]} or more" if least else "")


def default(field: FieldInfo) -> str:
    """What counts where a key is left out."""
    if field.is_required():
        return "must be given"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if value not in (None, [], {}) else "none"


@cache
def theories() -> Mapping[str, Theory]:
    """All theories of the catalogue, boxes first and then as the statements are numbered."""
    return {name: load_theory(path) for name, path in sorted(shipped_theories().items(), key=lambda one: natural(one[0]))}


def link(name: str) -> str:
    """A link to a theory's place on the page of the catalogue."""
    return f"[`{name}`](#theory-{name.replace('_', '-')})"


def grouped() -> Iterator[tuple[str, list[Theory]]]:
    """The boxes, and then the theories of each mechanism."""
    yield BOXES, [one for name, one in theories().items() if name.startswith("box")]
    rest = [one for name, one in theories().items() if not name.startswith("box")]
    for mechanism in dict.fromkeys((*statements(), *(one.source.mechanism or UNNAMED for one in rest))):
        if found := [one for one in rest if (one.source.mechanism or UNNAMED) == mechanism]:
            yield mechanism, found


def catalogue_page() -> str:
    """Every theory that comes with icsim."""
    parts = [
        "# The catalogue of theories\n\nOne file for each box and each statement of the review, in `conf/theory`; `icsim test ID` "
        "runs it. All clauses of reasoning and outcome count for the verdict. What role and provenance stand for: "
        "[](../evidence.md); how to write a theory: [](../theories.md)."
    ]
    if not_expressed():
        parts.append(table(("without a file", "why"), not_expressed().items()))
    for group, found in grouped():
        overview = table(("id", "role", "the claim"), ((link(one.id), one.role, one.title) for one in found))
        parts += [f"## {heading(group)}", overview, *[told(one) for one in found]]
    return "\n\n".join(parts)


def heading(group: str) -> str:
    """A group in words."""
    if group == BOXES:
        return "The boxes of the review"
    known = {**catalogue().mechanisms, **catalogue().processes}
    return "Across mechanisms" if group == "all" else known[group].title if group in known else readable_name(group).capitalize()


def told(theory: Theory) -> str:
    """One theory: where it comes from, what is compared, and what it expects."""
    source = theory.source
    study = "" if source.study is None else f", study {source.study} of the review's list"
    papers = "" if source.papers is None else f"; the mechanism is mentioned in {source.papers} papers"
    lines = [
        f"From: {source.where} (provenance {source.provenance}){study}{papers}.",
        f"Mechanism: {heading(source.mechanism or UNNAMED)}. Role: {theory.role}.",
        f"Where: {place(theory)}, {theory.context['weeks']} weeks{circumstances(theory)}.",
        *[f"World “{readable_name(name)}”: {different(arm) or 'as it stands'}." for name, arm in theory.arms.items()],
        f"Compared: {say.contrast_text(theory)}.",
        *[f"Weaker where: {different(patch)} ({patch.get('clause', 'outcome')})." for patch in theory.weaker_where],
        *([f"Counts as having occurred: {say.occurrence_text(theory.occurred_if)}."] if theory.occurred_if else []),
        *[f"Rival, {readable_name(rival.id)}: {rival.claim or different(rival.patch)}" for rival in theory.rival],
    ]
    target = f"(theory-{theory.id.replace('_', '-')})="
    listed = "\n".join(f"- {line}" for line in lines)
    rows = (row(asked, theory) for asked in clauses(theory))
    expected = table(("part", "what", "of whom", "week", "compared", "expected"), rows)
    return "\n\n".join([f"{target}\n### {theory.id}", f"**{theory.title}**", listed, expected])


def circumstances(theory: Theory) -> str:
    """What else all worlds share."""
    shared = {key: value for key, value in theory.context.items() if key not in ("place", "weeks")}
    return f"; {different(shared)}" if shared else ""


def different(patch: Mapping[str, object]) -> str:
    """What is set, in words, one after the other."""
    return "; ".join(say.patch({path: value}) for path, value in flatten(patch) if path != "clause")


def place(theory: Theory) -> str:
    """The title of its place."""
    name = theory.context["place"]
    return f"{read_yaml(conf_dir() / 'place' / f'{name}.yaml')['place']['title']} (`{name}`)"


def clauses(theory: Theory) -> list[BoundClause]:
    """Its clauses as the report says them, without the worlds that they would be read in."""
    first = min(week for one in theory.reasoning if (week := one.week or one.by_week))
    return [
        BoundClause(part, n + 1, clause, clause.week or clause.by_week or first, theory.weights(clause), (), (), doses(clause))
        for part, n, clause in theory.clauses()
    ]


def doses(clause: ClauseSpec) -> tuple[tuple[str, str], ...]:
    """Whether it goes along a dose is all that words need to know."""
    return ((clause.contrast or "", clause.dose),) if clause.dose else ()


def row(asked: BoundClause, theory: Theory) -> tuple[str, ...]:
    """One clause in words."""
    own = say.contrast_text(theory, asked.clause.contrast) if asked.clause.contrast else ""
    beside = ", beside the reasoning" if not asked.clause.mediated else ""
    return asked.part, say.measure_text(asked), say.selection_text(asked), say.week_text(asked), own, say.expected(asked) + beside
