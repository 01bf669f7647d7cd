"""A valid configuration, and the numbers that the engine takes from it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from icsim.base.complaints import complaint
from icsim.base.errors import UserError
from icsim.base.plain_data import PlainMapping, hashed
from icsim.catalogue import catalogue
from icsim.config.config_paths import flatten, merged, nest
from icsim.config.references import check_deciders, check_tiers, check_timeline, leader_keys
from icsim.config.schema import config_model
from icsim.world.checks import parse_place
from icsim.world.place import Place
from icsim.world.population import Population, populate

SETTABLE = ("context", "leadership", "leader", "rules", "parameters")  # what an event of the timeline may change
NOT_CONTENT = ("engine", "out")  # how and where a result is made, which no number depends on


@dataclass(frozen=True)
class LeaderPatch:
    """What is set for one named leader: numbers for the levers it settles, and what the leader is."""

    levers: Mapping[str, float]
    traits: Mapping[str, float]


@dataclass(frozen=True)
class Settings:
    """The whole configuration of one world, valid. Numbers come in the catalogue's orders; a choice is its position."""

    command: str
    values: PlainMapping  # nested, every key there; a lever left alone is still null, the place as filed
    place_file: Place  # the same place, checked

    def levers(self, tier: str) -> dict[str, float]:
        """What leaders of a tier set, lever by lever; a lever left alone follows its mechanism's level."""
        if tier not in self._tiers:
            self._tiers[tier] = _numbers(self.values["leadership"][tier])
        return dict(self._tiers[tier])

    @cached_property
    def _tiers(self) -> dict[str, dict[str, float]]:
        return {}  # filled as tiers are asked for: a block asks four times for each of its points

    @cached_property
    def by_path(self) -> dict[str, Any]:  # Any: whatever may be set
        """What may be set on the way, path by path; a lever left alone is None."""
        return dict(flatten({head: self.values[head] for head in SETTABLE}))

    @cached_property
    def leaders(self) -> dict[str, LeaderPatch]:
        """By name, the leaders for whom something of their own is set."""
        return {name: self._patch(name, patch) for name, patch in self.values["leader"].items()}

    @cached_property
    def context(self) -> dict[str, float]:
        """The context variables."""
        return dict(self.values["context"])

    @cached_property
    def parameters(self) -> dict[str, float]:
        """The numbers of the rules, by "file.name"."""
        given = self.values["parameters"]
        return {key: float(given[parameter.home][parameter.name]) for key, parameter in catalogue().parameters.items()}

    @cached_property
    def variants(self) -> dict[str, int]:
        """Which form of each rule, as its position among the choices."""
        return {name: int(variant.number(self.values["rules"][name])) for name, variant in catalogue().variants.items()}

    @property
    def timeline(self) -> tuple[PlainMapping, ...]:
        """The dated events, by week; those of one week in the order given."""
        return tuple(sorted(self.values["timeline"], key=lambda item: item["week"]))

    @cached_property
    def place(self) -> Place:
        """The place as its file describes it, with what is set for named leaders."""
        own = {
            name: self.place_file.leaders[name].model_copy(update=dict(patch.traits)) for name, patch in self.leaders.items()
        }
        return self.place_file.model_copy(update={"leaders": self.place_file.leaders | own})

    @cached_property
    def world(self) -> Population:
        """What exists in week 0."""
        return populate(self.place)

    @property
    def weeks(self) -> int:
        """How long a world runs."""
        return int(self.values["weeks"])

    def results_folder(self, name: str, alone: bool = True) -> Path:
        """Where results of this name lie, which tells their content: in `out`, one of several in a folder of its own there."""
        out = self.values["out"]
        if out is None:
            return Path("results", "runs", name)
        return Path(out) if alone else Path(out, name)

    @property
    def seed(self) -> int:
        """The luck of the first world."""
        return int(self.values["seed"])

    @property
    def structure_seed(self) -> int:
        """The luck of what exists before the first week."""
        return int(self.values["structure_seed"])

    @property
    def replicates(self) -> int:
        """How many worlds run; for a test, the replicates of its budget."""
        return int(self.values["replicates"] if "replicates" in self.values else self.values["budget"]["replicates"])

    @property
    def engine(self) -> PlainMapping:
        """`threads` (None: every core), `lanes`, and where blocks are computed."""
        return dict(self.values["engine"])

    def with_changes(self, paths: Mapping[str, object]) -> "Settings":
        """The settings from a `set` event on: nested or dotted paths and their new values."""
        for path, _ in flatten(paths):
            if path.partition(".")[0] not in SETTABLE:
                raise UserError(f"{path}: cannot change on the way; allowed: what stands below {', '.join(SETTABLE)}")
        return _valid(self.command, merged(self.values, nest(dict(flatten(paths)))))

    def with_draw(self, parameters: Mapping[str, float], context: Mapping[str, float]) -> "Settings":
        """The same settings with other numbers, by name, which are trusted to lie in their ranges.

        Draws do. To validate each of thousands would cost more than to run it.
        """
        own = {home: dict(numbers) for home, numbers in self.values["parameters"].items()}
        numbers = dict(self.parameters)
        known = catalogue().parameters
        for key, number in parameters.items():
            if key in known:
                own[known[key].home][known[key].name] = numbers[key] = number
        around = {name: context.get(name, value) for name, value in self.context.items()}
        made = Settings(self.command, {**self.values, "parameters": own, "context": around}, self.place_file)
        same = {name: getattr(self, name) for name in ("world", "place", "leaders", "variants", "_tiers")}
        made.__dict__.update(same, parameters=numbers)  # cached properties: most of them no parameter touches
        return made

    def resolved(self) -> dict[str, object]:
        """Everything that was decided, as plain data from which the same run can be made again."""
        data: dict[str, object] = json.loads(json.dumps(self.values))
        return data

    def content_hash(self, apart: tuple[str, ...] = ()) -> str:
        """SHA-256 of what the numbers depend on: the same content, the same hash, wherever it ran; without some keys."""
        return self._hash_without(apart) if apart else self._hash

    @cached_property
    def _hash(self) -> str:
        return self._hash_without(())

    def _hash_without(self, apart: tuple[str, ...]) -> str:
        content = {key: value for key, value in self.values.items() if key not in (*NOT_CONTENT, *apart)}
        return hashed(content)

    def _patch(self, name: str, patch: Mapping[str, object]) -> LeaderPatch:
        given = {path: value for path, value in flatten(patch) if value is not None}
        tier = dict(flatten(self.values["leadership"][self.place_file.leaders[name].tier]))
        settled = {
            lever.name
            for lever in catalogue().levers.values()
            if lever.key in given or (f"{lever.mechanism}.level" in given and tier.get(lever.key, lever.default) is None)
        }
        numbers = _numbers(tier | given)
        traits = {trait: float(given[trait]) for trait in catalogue().traits if trait in given}
        return LeaderPatch({lever: number for lever, number in numbers.items() if lever in settled}, traits)


def validate(command: str, data: Mapping[str, object]) -> Settings:
    """Settings from plain data, or a UserError that names the first thing that is wrong."""
    settings = _valid(command, data)
    check_timeline(settings.values["timeline"], settings.weeks, settings.place_file)
    check_deciders(settings.values["timeline"], settings.world)
    for index, item in enumerate(settings.values["timeline"]):
        try:
            settings.with_changes(item.get("set", {}))
        except UserError as error:
            raise UserError(f"timeline.{index}.set: {error}") from None
    return settings


def _valid(command: str, data: Mapping[str, object]) -> Settings:
    place = parse_place(data.get("place"))
    own = data.get("leader")
    check_tiers(data.get("leadership"), own, place)
    try:
        found: Any = config_model(command).model_validate(  # Any: its fields are made of the catalogue
            {**data, "leader": leader_keys(own, place) if isinstance(own, Mapping) else own}
        )
    except ValidationError as error:
        raise UserError(complaint(error, config_model(command))) from None
    values = found.model_dump(exclude_unset=True) | {"timeline": [_item(item) for item in found.timeline]}
    return Settings(command, values, place)


def _item(item: BaseModel) -> dict[str, object]:
    """One dated event with all its fields: those left out at their defaults."""
    given = ((name, getattr(item, name)) for name in ("week", *(item.model_fields_set - {"week"})))
    return {name: one.model_dump() if isinstance(one, BaseModel) else one for name, one in given if one is not None}


def _numbers(tier: Mapping[str, object]) -> dict[str, float]:
    """Every lever's number from a tier's values, nested or by path."""
    flat = dict(flatten(tier))
    found = {}
    for name, lever in catalogue().levers.items():
        value = flat.get(lever.key, lever.default)  # not there of a tier that cannot be set to it
        found[name] = float(flat[f"{lever.mechanism}.level"]) if value is None else lever.number(value)
    return found
