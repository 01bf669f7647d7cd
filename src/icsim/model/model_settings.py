"""From the keywords of a Mesa model to settings: the same composition and the same checks as on the command line."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from secrets import randbits
from typing import overload

from icsim.base.errors import UserError
from icsim.base.plain_data import PlainDict
from icsim.config.compose import compose
from icsim.config.settings import Settings, validate

LUCK = ("seed", "structure_seed")


def settings_from_keywords(overrides: Sequence[str], settings: Mapping[str, object], named: Mapping[str, object]) -> Settings:
    """Defaults < settings < keywords < overrides; in a keyword, `__` may stand for a dot."""
    asked = without_numpy(settings) | {name.replace("__", "."): without_numpy(value) for name, value in named.items()}
    luck = _luck(asked, overrides)
    place = asked.get("place")
    once = isinstance(place, str) and place.endswith((".yaml", ".yml"))  # a file may change between two models
    composed = (_composed.__wrapped__ if once else _composed)(tuple(overrides), _text(asked))
    return validate("run", {**composed.values, **luck}) if luck else composed


@overload
def without_numpy(value: Mapping[str, object]) -> PlainDict: ...


@overload
def without_numpy(value: object) -> object: ...


def without_numpy(value: object) -> object:
    """The same without numpy's numbers, which `np.linspace` puts into a parameter of `batch_run`."""
    if isinstance(value, Mapping):
        return {str(key): without_numpy(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_numpy(inner) for inner in value]
    return value.item() if hasattr(value, "item") else value


def _luck(asked: dict[str, object], overrides: Sequence[str]) -> dict[str, object]:
    """Seed and structure, taken out of what was asked: they need no composition of their own."""
    if "rng" in asked:
        if "seed" in asked:
            raise UserError("rng: another word for seed, and both are given; leave one out")
        asked["seed"] = asked.pop("rng")
    if asked.get("seed", 0) is None:
        asked["seed"] = randbits(32)  # as Mesa does; the model's `seed` says which one it was
    luck = {name: asked.pop(name) for name in LUCK if name in asked}
    for word in overrides:
        if (key := word.lstrip("+").partition("=")[0]) in luck:
            raise UserError(f"{key}: given as a keyword and in overrides; leave one out")
    return luck


def _text(asked: Mapping[str, object]) -> str:
    try:
        return json.dumps(asked)
    except (TypeError, ValueError) as error:
        raise UserError(f"settings: {error}; give numbers, texts, lists and mappings") from None


@lru_cache(maxsize=256)  # composing takes longer than a year of the default place
def _composed(overrides: tuple[str, ...], asked: str) -> Settings:
    return compose("run", overrides, context=json.loads(asked))
