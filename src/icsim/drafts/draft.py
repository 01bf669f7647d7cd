"""A configuration as a draft of a theory file: what was chosen stands there, what was not is left open, with what is near to it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from icsim.base.plain_text import quoted
from icsim.base.yaml_io import parse_yaml
from icsim.drafts.configurations import PARTS, TEXTS, Change, Configuration, direction, lever_of
from icsim.drafts.nearest import NEAR, TURNED_TOGETHER, NearEntry, nearest
from icsim.drafts.vocabulary import ACTOR, CONTEXT, EVENT, LEVER, MEASURE
from icsim.theory.load_theory import placeholders

SOUGHT = {"context": (CONTEXT,), "resource": (LEVER, EVENT), "reasoning": (MEASURE,), "outcome": (MEASURE,), "actors": (ACTOR,)}
"""Which kinds of entry each part of a configuration can be."""
MEANS = {
    LEVER: "what a leader does",
    EVENT: "something that happens in one week",
    MEASURE: "a state that is read",
    CONTEXT: "a circumstance that all worlds share",
    ACTOR: "who acts",
}
WEEKS, WEEK = 104, {"reasoning": 26, "outcome": 52}
TURNED = {
    LEVER: "set it low with the resource, and high without",
    EVENT: "let it happen only without the resource",
    MEASURE: "expect it down",
    CONTEXT: "give it a low value",
}
"""What becomes of an entry where the source says its opposite."""
OPEN = {
    "role": "<imposed, parameter_dependent or emergent>", "lever": "<a lever>", "resource": "<what has to arrive>",
    "reasoning": "<a state of people>", "outcome": "<what comes of it>", "expect": "<up or down>",
    "who": "<leaders, teams or nobody>",
}  # fmt: skip


@dataclass(frozen=True)
class MappedPhrase:
    """A phrase of a configuration: what was chosen for it, what is near to it, and why nothing is, if so."""

    part: str
    phrase: str
    chosen: str  # empty: nothing was
    near: tuple[NearEntry, ...]
    why: str  # empty: something is near, or was chosen
    clauses: tuple[NearEntry, ...] = ()  # what is nearest to each of its clauses
    dropped: tuple["MappedPhrase", ...] = ()  # of several things told one after the other, those that nothing is near to

    @property
    def turned_text(self) -> str:
        """That the words say the opposite of what is nearest, or of what was chosen; empty where they do not."""
        found = [one for one in self.near if one.turned and one.likeness >= NEAR]
        if self.chosen:
            found = [one for one in found if _affirms(self.chosen, one.entry.name)]
            what = "which the table expects to go up; mean it, or put down"
            return f"{_opposite(found[0])}, {what}" if found else ""
        found = [one for one in self.clauses if one.turned and one.likeness >= NEAR]
        return "; ".join(dict.fromkeys(f"{_opposite(one)}: {TURNED[one.entry.kind]}" for one in found))


def mapped(one: Configuration) -> list[MappedPhrase]:
    """The four phrases of a configuration, and who acts where the table says."""
    found = []
    for part in ("context", *(["actors"] if "actors" in one.text else []), *PARTS):
        chosen = _chosen(one, part)
        found.append(_mapped(part, one.text[part], chosen))
    return found


def _mapped(part: str, phrase: str, chosen: str) -> MappedPhrase:
    """A phrase with what is near to it, and where nothing was chosen to each clause and each of several things."""
    near = tuple(nearest(phrase, SOUGHT[part], 4))
    if chosen:
        return MappedPhrase(part, phrase, chosen, near, "")
    why = _why(phrase, part, near)
    clauses = [one for clause in TURNED_TOGETHER.split(phrase) if clause.strip() for one in nearest(clause, SOUGHT[part], 1)]
    things = [thing.strip() for thing in phrase.split(";") if thing.strip()]
    each = [_mapped(part, thing, "") for thing in things] if len(things) > 1 and not why else []
    return MappedPhrase(part, phrase, chosen, near, why, tuple(clauses), tuple(one for one in each if one.why))


def _opposite(one: NearEntry) -> str:
    word = quoted(one.turned)
    says = f"it is near to {word}, which says" if one.turned == one.by else f"{word} says"
    return f"{says} the opposite of {one.entry.name}"


def _affirms(chosen: str, name: str) -> bool:
    """Whether a table expects a measure to rise: `trust up week 26`, `trust of tier=team up`."""
    return any(re.match(rf"{re.escape(name)}(?: of \S+)? up\b", part.strip()) is not None for part in chosen.split(";"))


def _way(one: NearEntry) -> str:
    return ", but the other way round" if one.turned and one.likeness >= NEAR else ""


def _chosen(one: Configuration, part: str) -> str:
    keys = {"context": ("place", "set_context"), "resource": ("set_resource",), "actors": ("set_actors",)}
    return "; ".join(one.text[key] for key in keys.get(part, (f"read_{part}",)) if key in one.text)


def _why(phrase: str, part: str, near: Sequence[NearEntry]) -> str:
    """Why a phrase was not mapped; nothing where something of the right kind is near."""
    if near and near[0].likeness >= NEAR:
        return ""
    any_kind = nearest(phrase, most=1)
    if any_kind and any_kind[0].likeness >= NEAR:
        entry = any_kind[0].entry
        own = f"; of what it can be, the nearest is {near[0].entry.name} ({near[0].likeness:.2f})" if near else ""
        return f"the nearest is {entry.name}, {MEANS[entry.kind]}, which no {part} can be{own}"
    closest = f"; the nearest is {near[0].entry.name} ({near[0].likeness:.2f})" if near else ""
    return f"nothing in the vocabulary is near{closest}"


def draft_text(one: Configuration, phrases: Sequence[MappedPhrase], origin: str) -> str:
    """The draft as the text of a YAML file."""
    near = {phrase.part: phrase for phrase in phrases}
    parts = (_head(one), _actors(one, near), _worlds(one, near), _reads(one, near))
    text = "\n".join(line for part in parts for line in part) + "\n"
    check = f"icsim test --check {one.id}.yaml"
    if any(placeholders(parse_yaml(text))):
        return f"# A draft from {origin}, row {one.row}. Choose what stands in <angle brackets>; then: {check}\n{text}"
    return f"# A draft from {origin}, row {one.row}, with nothing left open: {check}\n{text}"


def _head(one: Configuration) -> Iterator[str]:
    text = one.text
    yield f"id: {_value(one.id)}"
    claim = f"Where {text['context']}: {text['resource']} leads to {text['reasoning']}, and so to {text['outcome']}"
    yield f"title: {_quoted(text.get('title', claim))}"
    yield "source:"
    yield f"  citation: {_quoted(text['source'])}"
    for key, column in (("doi", "doi"), ("pages", "pages")):
        if column in text:
            yield f"  {key}: {_quoted(text[column])}"
    if "quote" in text:
        yield f"  quotes: [{_quoted(text['quote'])}]"
    if "left_out" in text:
        yield f"  left_out: {_quoted(text['left_out'])}"
    if "sources" in text:
        yield f"  sources: {_number(text['sources'])}"
    if "confidence" in text:
        yield f"  confidence: {_value('_'.join(text['confidence'].lower().split()))}"
    yield f"role: {_value(text['role'].lower()) if 'role' in text else OPEN['role']}"
    yield "as_written:"
    yield from (f"  {part}: {_quoted(text[part])}" for part in TEXTS if part != "source")


def _actors(one: Configuration, near: Mapping[str, MappedPhrase]) -> Iterator[str]:
    """Who acts, where the table says anything of it."""
    if "actors" not in one.text and not one.actors:
        return
    yield ""
    if "actors" in near:
        yield from _beside(near["actors"])
    yield "actors:"
    if "actors" in one.text:
        yield f"  as_written: {_quoted(one.text['actors'])}"
    chosen = one.actors or {"who": OPEN["who"]}
    yield from (f"  {key}: {_mapping(value) if isinstance(value, dict) else _value(value)}" for key, value in chosen.items())


def _worlds(one: Configuration, near: Mapping[str, MappedPhrase]) -> Iterator[str]:
    yield ""
    if "follows" in one.text:
        yield f"follows: {_value(one.text['follows'])}"
    yield from _beside(near["context"])
    yield "context:"
    if "place" in one.text or "follows" not in one.text:  # who follows is where the first link is
        yield f"  place: {_value(one.text['place']) if 'place' in one.text else '<a place>'}"
    yield f"  weeks: {_number(one.text['weeks']) if 'weeks' in one.text else WEEKS}"
    yield from (f"  {_value(path)}: {_value(value)}" for path, value in one.context.items())
    yield ""
    yield from _beside(near["resource"])
    yield "arms:"
    for name, values in _arms(one).items():
        yield f"  {name}: {_mapping(values)}"
    yield f"contrast: {'(both - first_only) - (second_only - neither)' if one.crossed else 'with - without'}"


def _arms(one: Configuration) -> dict[str, dict[str, object]]:
    if one.crossed:
        a, b = one.changes
        return {
            "both": {a.path: a.first, b.path: b.first}, "first_only": {a.path: a.first, b.path: b.second},
            "second_only": {a.path: a.second, b.path: b.first}, "neither": {a.path: a.second, b.path: b.second},
        }  # fmt: skip
    if not one.changes:
        return {"with": {OPEN["lever"]: 0.9}, "without": {OPEN["lever"]: 0.1}}
    return {"with": {c.path: c.first for c in one.changes}, "without": {c.path: c.second for c in one.changes}}


def _reads(one: Configuration, near: Mapping[str, MappedPhrase]) -> Iterator[str]:
    for part in PARTS:
        yield ""
        if part != "resource":
            yield from _beside(near[part])
        yield f"{part}:"
        yield from (f"  - {_mapping(clause)}" for clause in _clauses(one, part))


def _clauses(one: Configuration, part: str) -> list[Mapping[str, object]]:
    weeks = one.text.get("weeks", "")
    last = int(weeks) if weeks.isdecimal() and weeks.isascii() and len(weeks) < 6 else WEEKS
    week = {"week": min(WEEK[part], last)} if part in WEEK else {}
    if one.read[part]:
        return [{**clause, **({} if {"week", "by_week"} & set(clause) else week)} for clause in one.read[part]]
    if part == "resource" and one.changes and all(lever_of(change.path) for change in one.changes):
        return [_arrives(change, own) for change, own in zip(one.changes, _own_contrasts(one), strict=True)]
    return [{"measure": OPEN[part], **week, "expect": OPEN["expect"]}]


def _own_contrasts(one: Configuration) -> list[dict[str, str]]:
    if one.crossed:
        return [{"contrast": "both - second_only"}, {"contrast": "both - first_only"}]
    return [{} for _ in one.changes]


def _arrives(change: Change, own: Mapping[str, str]) -> Mapping[str, object]:
    tier = next(({"of": {"tier": tier}} for tier in ("team", "system") if change.path.startswith(f"leadership.{tier}.")), {})
    return {"measure": f"enacted.{lever_of(change.path)}", **tier, "expect": direction(change), **own}


def _beside(phrase: MappedPhrase) -> Iterator[str]:
    """What stands above a part: the source's words, and what is near to them."""
    yield f"# {phrase.part}, as the source has it: {' '.join(phrase.phrase.split())}"
    if phrase.why:
        yield f"# Not mapped: {phrase.why}."
    elif not phrase.chosen:
        yield from (f"# Not mapped: {quoted(one.phrase)}: {one.why}." for one in phrase.dropped)
        near = "; ".join(f"{one.entry.name} ({one.entry.display}, {one.likeness:.2f}{_way(one)})" for one in phrase.near)
        yield f"# Nearest by its letters: {near}"
    if told := phrase.turned_text:
        yield f"# Beware: {told}."


def _number(text: str) -> str:
    """A whole number as it is; anything else, such as one of very many digits, in quotes, for the check to refuse."""
    return text if re.fullmatch("[0-9]{1,9}", text) else _quoted(text)


def _quoted(text: str) -> str:
    """A text as YAML has it in quotes."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _mapping(values: Mapping[str, object]) -> str:
    """Keys and values on one line."""
    return f"{{{', '.join(f'{_value(key)}: {_value(value)}' for key, value in values.items())}}}"


def _value(value: object) -> str:
    return yaml.safe_dump(value, default_flow_style=True, width=1000, allow_unicode=True).removesuffix("\n").removesuffix("\n...")
