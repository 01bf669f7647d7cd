"""All that a theory file can set or read, each entry with what it is called: by name, as displayed, in its help, elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from icsim.base.yaml_io import read_yaml
from icsim.catalogue import catalogue

ALSO_CALLED = Path(__file__).parent / "also_called.yaml"
LEVER, CONTEXT, EVENT, MEASURE, ACTOR = "lever", "context", "event", "measure", "actor"
KINDS = (LEVER, MEASURE, CONTEXT, EVENT, ACTOR)
ACTORS = {
    "leaders of tier=team": ("team leader", "Whoever leads a team, near to the work."),
    "leaders of tier=system": ("system leader", "Whoever leads several teams or organisations, above team leaders."),
    "teams": ("staff who lead nobody", "Teams act; what they do is read as the resource, for no lever is theirs."),
    "nobody": ("circumstances", "Nobody acts: two circumstances are compared."),
}
"""Who may act, as `set_actors` of a table has it, with what each is called and its help."""
NOT_OFFERED = ("attention", "idle", "resilience", "spread")
"""Placebos, and how far leaders differ: nobody who looks for words of a theory means them."""


@dataclass(frozen=True)
class VocabularyEntry:
    """One entry: what kind it is, how a theory file writes it, and its phrases, the help last."""

    kind: str
    name: str
    display: str
    phrases: tuple[str, ...]
    help: str
    opposites: tuple[str, ...] = ()  # those of its phrases that say the opposite: mistrust, of trust


@cache
def vocabulary() -> tuple[VocabularyEntry, ...]:
    """Every entry, kind by kind in the catalogue's order."""
    return tuple(_entries())


@cache
def also_called() -> dict[str, dict[str, list[str]]]:
    """The phrases of the field, by kind and name."""
    return {kind: dict(names) for kind, names in read_yaml(ALSO_CALLED).items()}


def _entries() -> Iterator[VocabularyEntry]:
    known, also = catalogue(), also_called()
    for lever in known.levers.values():
        if lever.name not in NOT_OFFERED:
            yield _entry(LEVER, lever.key, lever.name, lever.display, lever.help, also["levers"])
    for measure in known.measures.values():
        name = f"{measure.name}.LEVER" if measure.per_lever else measure.name
        yield _entry(MEASURE, name, measure.name, measure.display, measure.help, also["measures"])
    for variable in known.context.values():
        yield _entry(CONTEXT, f"context.{variable.name}", variable.name, variable.display, variable.help, also["context"])
    for event in known.events.values():
        if not event.free:
            yield _entry(EVENT, event.name, event.name, event.display, event.help, also["events"])
    for name, (display, text) in ACTORS.items():
        yield _entry(ACTOR, name, display, display, text, also["actors"])


def _entry(kind: str, name: str, word: str, display: str, text: str, also: dict[str, list[str]]) -> VocabularyEntry:
    opposites = also_called()["opposites"].get(name, [])
    phrases = dict.fromkeys([word.replace("_", " "), display, *also.get(name, []), *opposites])
    return VocabularyEntry(kind, name, display, tuple(phrases), text, tuple(opposites))
