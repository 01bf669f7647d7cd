"""Organisations of the form under the names that people typed: the model has keys, and no answer shows them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from icsim.catalogue.labels import plain_name
from icsim.teach.place_form import FormOrganisation, form_to_place, organisation_keys

Answer = TypeVar("Answer")
KEPT = ("id", "query", "values", "states", "settings")  # keys and numbers, which nobody reads
OWN = ("name", "site")  # of an organisation or a team: nothing but the organisation's name


def with_typed_names(answer: Answer, homes: Sequence[FormOrganisation]) -> Answer:
    """The answer with every team and leader of an organisation called after the name that was typed."""
    typed = {plain_name(key): home.name for key, home in zip(organisation_keys(homes), homes, strict=True)}
    place = form_to_place(homes)
    said = {}
    for key, home in zip(organisation_keys(homes), homes, strict=True):
        for part in map(plain_name, (*place["teams"][key], *place["leaders"][key])):
            said[f"{plain_name(key)} {part}"] = f"{home.name} {part}"
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(said, key=len, reverse=True)))})(?!\w)")
    return cast(Answer, _told(answer, lambda text: pattern.sub(lambda found: said[found[0]], text), typed))


def _told(part: Any, put: Callable[[str], str], typed: Mapping[str, str]) -> Any:  # Any: whatever an answer is made of
    if isinstance(part, str):
        return put(part)
    if isinstance(part, list):
        return [_told(one, put, typed) for one in part]
    if not isinstance(part, dict):
        return part
    told = {key: value if key in KEPT else _told(value, put, typed) for key, value in part.items()}
    if "sector" in part or "profession" in part:  # an organisation or a team
        told |= {key: typed[part[key]] for key in OWN if part.get(key) in typed and ("sector" in part or key == "site")}
    return told
