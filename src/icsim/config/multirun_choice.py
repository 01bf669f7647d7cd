"""What Hydra's multirun needs of icsim: its own part of the configuration, words in its terms, and back again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hydra.core.override_parser.types import IntervalSweep, Override, RangeSweep
from hydra.errors import HydraException
from hydra.types import RunMode
from omegaconf import DictConfig

from icsim.base.complaints import as_user_errors
from icsim.base.errors import UserError
from icsim.base.yaml_io import is_yaml_file
from icsim.config.compose import parse_overrides, to_hydra_override, to_plain_dict
from icsim.config.defaults import GIVEN, register_place
from icsim.config.hydra_loader import hydra_loader

ENTRY = "multirun"  # conf/multirun.yaml
ALL, OWN = "basic", "icsim"  # Hydra's sweeper of every combination, and the name of our own sweeper and launcher
OBJECTIVE = "objective"


@dataclass(frozen=True)
class MultirunChoice:
    """What a multirun goes through, and what it looks for."""

    sweeper: str
    launcher: str
    objective: object

    @property
    def own(self) -> bool:
        """Whether the pair that checks the whole batch itself takes it."""
        return (self.sweeper, self.launcher) == (OWN, OWN)

    @property
    def searches(self) -> bool:
        """Whether the sweeper is told what each job returned, as all are that do more than lay out combinations."""
        return self.sweeper not in (ALL, OWN)


def multirun_choice(overrides: Sequence[str]) -> MultirunChoice:
    """The sweeper and launcher that a command asks for. UserError where Hydra does not know them, or a key of theirs."""
    with as_user_errors("run"):
        config = hydra_loader().compose_config(ENTRY, _taken(overrides), RunMode.MULTIRUN)
        choices = config.hydra.runtime.choices
        found = MultirunChoice(choices["hydra/sweeper"], choices["hydra/launcher"], to_plain_dict(config)[OBJECTIVE])
        ranges = [] if found.searches else [one.input_line for one in parse_overrides(overrides) if one.is_interval_sweep()]
    if ranges:
        raise UserError(f"{ranges[0]}: a range to search in; say who searches, as in hydra/sweeper=optuna, or write range(0,1,0.1)")
    return found


def extreme_points(overrides: Sequence[str]) -> list[list[str]]:
    """Points that together have every listed value, and both ends of every range: enough to find a value that is wrong."""
    with as_user_errors("run"):
        given = [one for one in parse_overrides(overrides) if not one.is_hydra_override() and one.key_or_group != OBJECTIVE]
        columns = [list(_words(one)) for one in given]
    first = [column[0] for column in columns]
    others = ([*first[:n], word, *first[n + 1 :]] for n, column in enumerate(columns) for word in column[1:])
    return [first, *others]


def run_multirun(overrides: Sequence[str], job: Callable[[DictConfig], object]) -> None:
    """Hydra's multirun: its sweeper, its launcher, our jobs. UserError for what Hydra finds wrong."""
    try:
        hydra_loader().multirun(ENTRY, job, _taken(overrides))
    except HydraException as error:
        raise UserError(" ".join(str(error).split())) from error


def to_user_override(word: str) -> str:
    """An override as the user would write it: our own files by their path, and no `+`."""
    key, equals, value = word.lstrip("+").partition("=")
    return key + equals + GIVEN.get(value, value)


def _taken(overrides: Sequence[str]) -> list[str]:
    return [_places(one) if one.key_or_group == "place" else to_hydra_override("run", one) for one in parse_overrides(overrides)]


def _places(override: Override) -> str:
    """A choice of places, with files of the user's own among them."""
    if not override.is_choice_sweep():
        return to_hydra_override("run", override)
    words = [word.strip("'") for word in override.sweep_string_iterator()]
    return f"place={','.join(register_place(word) if is_yaml_file(word) else word for word in words)}"


def _words(override: Override) -> Iterable[str]:
    key = override.get_key_element()
    value = override.value()
    if isinstance(value, IntervalSweep):
        return [f"{key}={end}" for end in (value.start, value.end)]
    if not override.is_sweep_override():
        return [f"{key}={override.get_value_element_as_str()}"]
    words = [f"{key}={word}" for word in override.sweep_string_iterator()]
    return [words[0], words[-1]] if isinstance(value, RangeSweep) else words
