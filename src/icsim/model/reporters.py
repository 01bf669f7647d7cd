"""What Mesa's data collector is given: reporters that can be copied and pickled, and names of attributes that exist."""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from inspect import get_annotations
from typing import Any

from mesa import Agent, DataCollector

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names

Reporter = Any  # as Mesa has it: a name, a function or a list of one and its arguments; of an agent class, its reporters
Reporters = Mapping[object, Reporter] | Sequence[str] | None


def reporters_by_name(reporters: Reporters, classes: Iterable[type[Agent]]) -> dict[object, Reporter]:
    """Mesa's mapping of reporters of agents of these classes; names of attributes stand for themselves."""
    given = dict(reporters) if isinstance(reporters, Mapping) else {name: name for name in reporters or ()}
    known = sorted(set[str]().union(*(attribute_names(one) for one in classes)))
    return {name: _attribute(reporter, known) if isinstance(reporter, str) else reporter for name, reporter in given.items()}


def attribute_names(of: type) -> set[str]:
    """What somebody of a class can be asked for, Mesa's own and icsim's."""
    return {name for name in (*dir(of), *declared_names(of)) if not name.startswith("_")}


def declared_names(of: type) -> set[str]:
    """What the members of a class have each for themselves: what classes declare, and what Mesa gives everybody."""
    return {"unique_id", "pos"}.union(*(get_annotations(one) for one in of.__mro__))


def value_of(agent: Agent, name: str) -> object:
    """An attribute by its name; None for those who have none such, as Mesa has it."""
    return getattr(agent, name, None)


def check_reporters_pickle(collector: DataCollector) -> None:
    """Name the first reporter that no pickle takes: pickle itself says where it stopped, not whose it was."""
    of_types = [reporters for _, reporters in collector.agenttype_reporters.items()]
    for reporters in (collector.agent_reporters, *of_types, collector.model_reporters):
        for name, reporter in reporters.items():
            if getattr(reporter, "__self__", None) is None and not _pickles(reporter):
                raise UserError(
                    f"pickle: reporter {name} is a lambda or a function within another; give one that stands in a module, "
                    "or fork the model by copy.deepcopy, which takes any"
                )


def _attribute(name: str, known: list[str]) -> Reporter:
    if name not in known:
        raise UserError(f"agent_reporters: {name} is no attribute of them; allowed: {list_names(known)}{did_you_mean(name, known)}")
    return partial(value_of, name=name)


def _pickles(reporter: Reporter) -> bool:
    try:
        pickle.dumps(reporter)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True
