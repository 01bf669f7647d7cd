"""Words on the page: what each means, and those that never stand in a lesson."""

from functools import cache
from pathlib import Path

from icsim.base.plain_data import PlainDict
from icsim.base.yaml_io import read_yaml
from icsim.catalogue import catalogue


@cache
def _file() -> PlainDict:
    return read_yaml(Path(__file__).with_name("glossary.yaml"))


def glossary_entries() -> list[dict[str, str]]:
    """Every word with its meaning, in order of the alphabet: those of the page, and the measures as the catalogue calls them."""
    own = {word: str(said) for word, said in _file()["words"].items()}
    measures = {entry.display: entry.help for entry in catalogue().measures.values() if not entry.per_lever}
    return [{"word": word, "meaning": said} for word, said in sorted({**measures, **own}.items(), key=lambda one: one[0].lower())]


def forbidden_words() -> dict[str, str]:
    """Words that a lesson leaves out, and what to say instead."""
    return dict(_file()["forbidden"])
