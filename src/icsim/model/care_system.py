"""A care system as a Mesa model."""

import json
import math
import os
import warnings
from collections.abc import Mapping, Sequence
from copy import deepcopy
from difflib import get_close_matches
from functools import lru_cache, partial
from pathlib import Path
from secrets import randbits
from typing import Any, NoReturn, Self, overload

from mesa import Agent, DataCollector, Model

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.base.yaml_io import is_yaml_file
from icsim.config.compose import compose
from icsim.config.settings import Settings, validate
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import Block
from icsim.engine.ensemble import BlockRunner, all_measures
from icsim.engine.measures import MeasureReader, Query, compile_query
from icsim.model.agent_fields import StateField
from icsim.model.agents import EntityAgent, LeaderAgent, OrganisationAgent, ServiceUserGroupAgent, TeamAgent
from icsim.model.batch_iteration import batch_iteration
from icsim.model.reporters import Reporter, Reporters, check_reporters_pickle, reporters_by_name
from icsim.world.population import Population


class CareSystem(Model):  # type: ignore[misc]  # mesa ships no types
    """One world, week by week, by the same compiled week as every ensemble: the same settings and luck, the same bits.

    Every setting is a keyword, with `__` or a dot in its path: `CareSystem(place="pair", seed=3, context__demand=0.7)`.
    `settings` takes them as a mapping, `overrides` as words of the command line. `seed=None` draws a seed. Agents come
    in the order of their ids. `crisis`: what is left of a crisis, in [0, 1].
    """

    crisis = StateField("crisis")
    row = 0  # of what the place as a whole carries

    def __init__(
        self,
        place: str | Path | None = None,
        *,
        overrides: Sequence[str] = (),
        settings: Mapping[str, object] | None = None,
        measures: Sequence[str] | None = None,
        model_reporters: Mapping[str, Reporter] | None = None,
        agent_reporters: Reporters = None,
        agenttype_reporters: Mapping[type[Agent], Reporters] | None = None,
        **kwargs: object,  # so named because Mesa's viewer looks for the name
    ) -> None:
        """`measures` are collected every week: all when left out. Reporters are Mesa's, or names of attributes."""
        if place is not None:
            kwargs["place"] = place
        self.settings = settings_from_keywords(overrides, settings or {}, kwargs)
        super().__init__(rng=self.settings.seed)
        self._registered = 0
        self._readings: dict[str, MeasureReader] = {}
        self.block: Block = build_block([self.settings], [ReplicateSeeds(self.settings.structure_seed, self.settings.seed)])
        self._runner = BlockRunner(self.block, [self.settings])
        self._people()
        for name in measures or ():
            self.measure(name)  # one that does not exist is refused here: newer Mesa would say so in an error of its own
        self.datacollector = DataCollector(
            model_reporters=self._reporters(measures) | dict(model_reporters or {}),
            agent_reporters=reporters_by_name(agent_reporters, self.agent_types),
            agenttype_reporters={kind: reporters_by_name(own, [kind]) for kind, own in (agenttype_reporters or {}).items()},
        )
        self.datacollector.collect(self)

    def __setattr__(self, name: str, value: object) -> None:
        """As in Mesa, but a name that is a setting's, or nearly one or a state's, would be kept and change nothing."""
        ready = "datacollector" in self.__dict__  # before, it is Mesa that writes
        if ready and not (name.startswith("_") or name in self.__dict__ or hasattr(type(self), name)):
            refuse_near_setting(name, value, self.settings)
        super().__setattr__(name, value)

    def _people(self) -> None:
        world = self.world
        self.organisations = tuple(OrganisationAgent(self, n, one) for n, one in enumerate(world.organisations))
        self.leaders = tuple(LeaderAgent(self, n, one) for n, one in enumerate(world.posts))
        self.teams = tuple(TeamAgent(self, n, one) for n, one in enumerate(world.teams))
        self.users = tuple(ServiceUserGroupAgent(self, n, one) for n, one in enumerate(world.users))

    @property
    def _everybody(self) -> tuple[EntityAgent, ...]:
        return (*self.organisations, *self.leaders, *self.teams, *self.users)

    def _reporters(self, measures: Sequence[str] | None) -> dict[str, Reporter]:
        names = [query.measure for query in all_measures()] if measures is None else measures
        luck: dict[str, Reporter] = {"structure_seed": "structure_seed", "seed": "seed"}
        return luck | {name: partial(CareSystem.measure, measure=name) for name in names}

    @property
    def world(self) -> Population:
        """What exists in week 0."""
        return self.settings.world

    @property
    def structure_seed(self) -> int:
        """The luck of what exists before the first week."""
        return self.settings.structure_seed

    @property
    def seed(self) -> int:
        """The luck of all that follows."""
        return self.settings.seed

    @property
    def week(self) -> int:
        """The last week that has run."""
        return self._runner.week

    def step(self) -> None:
        """One week, with what the timeline has for it; `running` ends with the last week of the settings."""
        self._runner.until(self.week + 1)
        self.running = self.week < self.settings.weeks
        self.datacollector.collect(self)

    def measure(self, measure: str, of: Mapping[str, object] | None = None, stat: str = "mean") -> float:
        """A measure this week; nan where there is nothing to divide by. A count is what happened until now."""
        key = repr((measure, of, stat))
        if key not in self._readings:
            self._readings[key] = compile_query(Query(measure, of or {}, stat), self.world, self.block)
        above, below = self._readings[key].read(self.block)
        return float(above[0] / below[0]) if below[0] > 0.0 else math.nan

    def change(self, settings: Mapping[str, object]) -> None:
        """New settings from the coming week on: a `set` event of the timeline that happens now."""
        self._runner.timeline.set(self.block, 0, plain_value(settings))

    def named(self, name: str) -> EntityAgent:
        """Whoever has this name: a team, a leader, an organisation or a group of people served."""
        people: dict[str, EntityAgent] = {one.name: one for one in self._everybody}
        if name not in people:
            allowed = f"{list_names(people)}{did_you_mean(name, people)}"
            raise UserError(f"{name}: nobody of {self.world.place}; allowed: {allowed}")
        return people[name]

    def register_agent(self, agent: Agent) -> None:
        """As in Mesa, but numbered here: Mesa's table of numbers would keep every model in memory for good."""
        if (table := getattr(Agent, "_ids", None)) is not None:
            table.pop(self, None)
            self._registered += 1
            agent.unique_id = self._registered
        super().register_agent(agent)

    def __copy__(self) -> NoReturn:
        raise UserError("copy.copy: two models would go on in the same numbers; copy.deepcopy gives a fork of its own")

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """A fork: it goes on from this week by itself, to the bit. What never changes is shared."""
        fork = object.__new__(type(self))
        memo[id(self)] = fork
        for one in (self.settings, self.world, *self._runner.timeline.now, *(agent.record for agent in self._everybody)):
            memo[id(one)] = one
        fork.__dict__.update(deepcopy(self.__getstate__(), memo))
        return fork

    def __reduce__(self) -> Any:  # Any: as in object
        check_reporters_pickle(self.datacollector)
        return object.__new__, (type(self),), self.__getstate__()

    def __reduce_ex__(self, protocol: object) -> Any:  # Any: as in object
        return self.__reduce__()

    def __getstate__(self) -> dict[str, object]:
        """All but the readings, which are worked out anew when asked for."""
        return self.__dict__ | {"_readings": {}}


NEAR = 0.85  # how alike two names are, by difflib, where one is a slip of the pen: demnd and demand


def refuse_near_setting(name: str, value: object, settings: Settings) -> None:
    """UserError for an attribute of one's own that was surely meant for a setting or a state of the model."""
    known: dict[str, str] = {key: f"context.{key}" for key in settings.values["context"]}
    known |= {key: key for key in ("weeks", "replicates", *LUCK)}
    found = get_close_matches(name, [*known, "crisis"], 1, NEAR)
    if found:
        path = known.get(found[0], found[0])
        how = f"model.change({{'{path}': {value!r}}})" if path.startswith("context.") else f"CareSystem({path}=…)"
        way = f"did you mean the setting {path}? {how} sets it" if found[0] in known else f"did you mean {path}?"
        raise UserError(f"{name}: a model has no such attribute (given {value!r}); {way}; a name of your own begins with _")


LUCK = ("seed", "structure_seed")


def settings_from_keywords(overrides: Sequence[str], settings: Mapping[str, object], named: Mapping[str, object]) -> Settings:
    """Defaults < settings < keywords < overrides; in a keyword, `__` may stand for a dot.

    Without a seed, iteration n of Mesa's `batch_run` is world n of an ensemble: the next structure, unless that is given,
    and the next luck.
    """
    asked = plain_value(settings) | {name.replace("__", "."): plain_value(value) for name, value in named.items()}
    iteration = batch_iteration()
    if asked.get("rng", 0) is None and (iteration is not None or "seed" in asked):
        del asked["rng"]  # newer Mesa says so of every model of a batch that is given no seeds
    told = {*_names_luck(overrides), *(name for name in (*LUCK, "rng") if name in asked)}
    drawn = any(name in asked and asked[name] is None for name in ("seed", "rng"))
    luck = _luck(asked, overrides)
    place = asked.get("place")
    once = isinstance(place, str) and is_yaml_file(place)  # a file may change between two models
    composed = (_composed.__wrapped__ if once else _composed)(tuple(overrides), _text(asked))
    if iteration and not drawn:
        if told & {"seed", "rng"}:
            warnings.warn(f"seed: given, so iteration {iteration} repeats the same world; leave seed out, or vary it", stacklevel=3)
        else:
            luck |= {name: composed.values[name] + iteration for name in LUCK if name not in told}
    return validate("run", {**composed.values, **luck}) if luck else composed


@overload
def plain_value(value: Mapping[str, object]) -> dict[str, object]: ...


@overload
def plain_value(value: object) -> object: ...


def plain_value(value: object) -> object:
    """The same with plain numbers for numpy's, which `np.linspace` puts into a parameter of `batch_run`, and paths as texts."""
    if isinstance(value, Mapping):
        return {str(key): plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(inner) for inner in value]
    if isinstance(value, os.PathLike):
        return os.fspath(value)
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
    for key in _names_luck(overrides):
        if key in luck:
            raise UserError(f"{key}: given as a keyword and in overrides; leave one out")
    return luck


def _names_luck(overrides: Sequence[str]) -> list[str]:
    """Seed and structure, as far as words of the command line set them."""
    return [key for word in overrides if (key := word.lstrip("+").partition("=")[0]) in LUCK]


def _text(asked: Mapping[str, object]) -> str:
    try:
        return json.dumps(asked)
    except (TypeError, ValueError) as error:
        raise UserError(f"settings: {error}; give numbers, texts, lists and mappings") from None


@lru_cache(maxsize=256)  # composing takes longer than a year of the default place
def _composed(overrides: tuple[str, ...], asked: str) -> Settings:
    return compose("run", overrides, context=json.loads(asked))
