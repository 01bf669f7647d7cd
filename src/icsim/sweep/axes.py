"""An axis of a sweep: what is varied, and over which values or which range; ranges default to those of the evidence."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from icsim.base.complaints import format_value
from icsim.base.errors import UserError
from icsim.base.plain_data import PlainDict, PlainMapping
from icsim.base.suggest import closest_name, did_you_mean
from icsim.catalogue import MECHANISMS, Entry
from icsim.config.config_paths import entry_at, icsim_entries, nest, tiers_of
from icsim.config.references import leader_keys, refuse_other_tier
from icsim.config.schema import YAML_WORDS
from icsim.sweep import settings_axis
from icsim.sweep.distributions import KEYS, Distribution, parse_distribution
from icsim.world.place import Place

CHOICES = ("place", "leadership", "context", "rules")
"""Config groups whose options can be an axis: each combination of them is composed once."""
BOTH = "leadership.both."
"""Stands for the same lever of team leaders and of system leaders."""
EACH = "each"
"""Stands for every mechanism in turn: `leadership.both.each.level` is an axis for each."""
PARAMETERS = "parameters"
MOST_LEVELS = 1_000_000
RANGE_KEYS = ("low", "high", "levels", *KEYS)
HOW = "give a list, {low: …, high: …}, or null for the whole range of the evidence"
COMMAND = "run"  # a point of a sweep is a configuration of icsim run

Value = float | int | str | None
Timelines = Mapping[str, Sequence[PlainMapping]]
"""Whole timelines by name: of each event, its week and, under its name, what it sets, which the schema checks."""


@dataclass(frozen=True)
class Axis:
    """One thing that varies: over listed values, or over a range of numbers."""

    path: str  # as it is named in the table
    targets: tuple[str, ...]  # what it sets: one path, or the same lever of both tiers
    values: tuple[Value, ...] = ()  # empty: a range
    low: float = 0.0
    high: float = 0.0
    levels: int | None = None
    whole: bool = False  # whole numbers only
    named: Timelines | None = None  # whole timelines by name
    spread: Distribution | None = None  # how likely its values are where points are drawn; None: all alike

    @property
    def chosen(self) -> bool:
        """Whether it chooses an option of a config group."""
        return self.path in CHOICES

    @property
    def is_range(self) -> bool:
        """Whether it has a range and no list."""
        return not self.values

    @property
    def words(self) -> bool:
        """Whether its values are words."""
        return any(isinstance(value, str) for value in self.values)

    def at(self, u: float) -> Value:
        """The value at a share u of the way, in [0, 1]: every listed value and every whole number has an equal part."""
        if self.values:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        if self.spread is not None:
            return self.spread.at(u)
        if self.whole:
            return int(self.low) + min(int(u * (self.high - self.low + 1.0)), int(self.high - self.low))
        return min(self.low + (self.high - self.low) * u, self.high)  # a rounded step may end a hair beyond the range

    def listed(self, levels: int) -> tuple[Value, ...]:
        """Its list, or so many values evenly over its range, both ends among them (or as many as it asks for itself)."""
        if self.values:
            return self.values
        count = self.levels or levels
        even = [self._near(self.low + (self.high - self.low) * n / (count - 1)) for n in range(count)]
        return tuple(dict.fromkeys(round(value) for value in even)) if self.whole else tuple(even)

    def _near(self, value: float) -> float:
        """0.7 and not 0.7000000000000001, so that whoever looks for 0.7 in the table finds it; never beyond the range."""
        return min(max(self.low, float(f"{value:.12g}")), self.high)

    def ends(self) -> tuple[Value, Value]:
        """Its low and its high: the ends of the range, or the first and the last of the list."""
        if self.values:
            return self.values[0], self.values[-1]
        return (int(self.low), int(self.high)) if self.whole else (self.low, self.high)

    def plain(self) -> PlainDict:
        """What it was made from, as plain data, for hashes and the record."""
        if self.named is not None:
            return {"path": self.path, "values": list(self.values), "named": dict(self.named)}
        if self.values:
            return {"path": self.path, "values": list(self.values)}
        spread = {} if self.spread is None else {"distribution": self.spread.plain()}
        return {"path": self.path, "low": self.low, "high": self.high, **spread}


def parse_axes(tree: Mapping[str, object], where: str, place: Place) -> tuple[Axis, ...]:
    """The axes of a design, in its order. UserError for the first that is unknown, empty or out of range."""
    leaves = expand_parameters(expand_mechanisms(axis_leaves(tree)))
    found = [parse_axis(path, given, where, place) for path, given in leaves]
    if not found:
        raise UserError(f"{where}: no axis; name what varies, as in {where}.context.power_imbalance=[0.2,0.8]")
    refuse_overlaps(found, where)
    return tuple(found)


def refuse_overlaps(found: Sequence[Axis], where: str) -> None:
    """UserError for an axis that sets what another one sets."""
    seen: dict[str, str] = {}
    for one in found:
        for target in one.targets:
            for other, path in seen.items():
                if f"{other}.".startswith(f"{target}.") or f"{target}.".startswith(f"{other}."):
                    if target != other and (other in CHOICES or target in CHOICES):
                        continue  # a single value stands above what an option of its group says
                    raise UserError(f"{where}.{one.path}: {path} sets the same; leave one of them out")
            seen[target] = one.path


def axis_leaves(tree: Mapping[str, object], stem: str = "") -> Iterator[tuple[str, object]]:
    """Dotted path and what is given there: a list, a range or nothing; whole timelines stay together."""
    for key, value in tree.items():
        path = f"{stem}{key}"
        whole = path == "timeline" and isinstance(value, Mapping) and not all(str(k).isdigit() for k in value)
        if isinstance(value, Mapping) and not whole and not (value and set(value) <= set(RANGE_KEYS)):
            if not value:
                raise UserError(f"design.axes.{path}: empty; {HOW}")
            yield from axis_leaves(value, f"{path}.")
        else:
            yield path, value


def expand_mechanisms(given: Iterable[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    """`leadership.both.each.level` as an axis for every mechanism, by number; what is given for one by name comes before that."""
    leaves = list(given)
    values = dict(leaves)
    spread = {path: [path.replace(f".{EACH}.", f".{name}.") for name in MECHANISMS] for path in values if _of_each(path)}
    named = {one: values[one] for those in spread.values() for one in those if one in values}
    for path, value in leaves:
        if path in spread:
            yield from ((one, named.get(one, value)) for one in spread[path])
        elif path not in named:
            yield path, value


def _of_each(path: str) -> bool:
    return path.startswith("leadership.") and path.endswith(f".{EACH}.level")


def expand_parameters(given: Iterable[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    """`parameters: null`, or one file of them, as every number below it that has a range: a list of hundreds is not typed."""
    for path, value in given:
        if value is None and path.partition(".")[0] == PARAMETERS:
            below = [(name, entry) for name, entry in icsim_entries(COMMAND).items() if name.startswith(f"{path}.")]
            if below:
                yield from ((name, None) for name, entry in below if entry.range is not None and entry.range[0] < entry.range[1])
                continue
        yield path, value


def parse_axis(path: str, given: object, where: str, place: Place) -> Axis:
    """One axis from what was given."""
    at = f"{where}.{path}"
    if path == "timeline":
        return _timelines(given, at)
    if path == settings_axis.PATH:
        rows, target = settings_axis.settings_rows(given, at)
        return Axis(path, (target,), rows, whole=True)
    if path in CHOICES:
        return Axis(path, (path,), _names(given, at))
    targets = _targets(path, at, place)
    entry = _entry(path, targets[0], at)
    if given is None or isinstance(given, Mapping):
        return _range(path, targets, entry, given or {}, at)
    if not isinstance(given, list):
        raise UserError(f"{at}: {format_value(given)} is one value; {HOW}, or set {path} itself")
    if not given:
        raise UserError(f"{at}: an empty list; {HOW}")
    values = tuple(canonical(value, entry, at, targets[0]) for value in given)
    return Axis(path, targets, values, whole=entry.type == "integer")


def is_label(name: str) -> bool:
    """Whether a column of a table of points says something about its points and varies nothing. UserError for a slip of the pen."""
    if "." in name or name in (*CHOICES, "timeline", settings_axis.PATH) or entry_at(COMMAND, name) is not None:
        return False
    paths = {path.replace(".", "_"): path for path in icsim_entries(COMMAND)}
    found = closest_name(name, [*paths, *icsim_entries(COMMAND)])
    if found is not None:
        raise UserError(f"{name}: is no axis, and no label either; did you mean {paths.get(found, found)}?")
    return True


def check_cells(path: str, values: Sequence[object], cell: Callable[[int], str], place: Place) -> None:
    """UserError for the first value of a column that is not allowed on its axis; `cell` says where one stands, of -1 the head."""
    if path in (*CHOICES, "timeline", settings_axis.PATH):
        return
    target, *_ = _targets(path, cell(-1), place)
    entry = _entry(path, target, cell(-1))
    for row, value in enumerate(values):
        canonical(value, entry, cell(row), target)


def canonical(value: object, entry: Entry, where: str, path: str) -> Value:
    """A value as the configuration holds it, once it is known to be allowed at a path."""
    words: dict[object, object] = {given: word for given, word in YAML_WORDS.items() if word in entry.choices}
    words.update(entry.aliases)
    if isinstance(value, str | bool):
        value = words.get(value, value)
    low, high = entry.range or (-math.inf, math.inf)
    if value is None and entry.default is None:
        return None
    if entry.type == "choice" and isinstance(value, str) and value in entry.choices:
        return value
    if entry.type in ("number", "integer") and isinstance(value, int | float) and not isinstance(value, bool):
        whole = entry.type == "integer"
        if low <= value <= high and math.isfinite(value) and (not whole or value == int(value)):
            return int(value) if whole else float(value)
    if entry.type not in ("choice", "number", "integer") and isinstance(value, str):
        return value  # a name: whether it exists is seen when the point is checked
    null = " or null" if entry.default is None else ""
    raise UserError(f"{where}: {format_value(value)} is not allowed; give {entry.allowed()}{null}")


def _range(path: str, targets: tuple[str, ...], entry: Entry, given: Mapping[str, object], at: str) -> Axis:
    if entry.type == "choice":
        return Axis(path, targets, tuple(entry.choices))
    if entry.type not in ("number", "integer"):
        raise UserError(f"{at}: has no range; give a list")
    ends = []
    for n, key in enumerate(("low", "high")):
        value = given.get(key)
        if value is None and entry.range is None:
            raise UserError(f"{at}.{key}: the evidence gives no range here; give a number")
        value = entry.range[n] if value is None and entry.range is not None else value
        ends.append(canonical(value, entry, f"{at}.{key}", targets[0]))
    low, high = (float(end) if isinstance(end, int | float) else math.nan for end in ends)
    if not low < high:
        raise UserError(f"{at}: an empty range, {low:g} to {high:g}; allowed: low below high")
    levels = given.get("levels")
    if levels is not None and (not isinstance(levels, int) or isinstance(levels, bool) or not 2 <= levels <= MOST_LEVELS):
        raise UserError(f"{at}.levels: {format_value(levels)} is not allowed; give a whole number from 2 to {MOST_LEVELS}")
    spread = parse_distribution(given, low, high, at)
    if spread is not None and entry.type == "integer":
        raise UserError(f"{at}.distribution: {spread.kind} has no meaning for whole numbers; leave it out, or list values")
    return Axis(path, targets, low=low, high=high, levels=levels, whole=entry.type == "integer", spread=spread)


def _targets(path: str, at: str, place: Place) -> tuple[str, ...]:
    if path.startswith(BOTH):
        return tuple(f"leadership.{tier}.{path.removeprefix(BOTH)}" for tier in tiers_of(path.removeprefix(BOTH)))
    if path.startswith("leader."):
        return (leader_path(path, at, place),)
    return (path,)


def leader_path(path: str, at: str, place: Place) -> str:
    """`leader.acute.lead.x.y` with the leader's name as the place has it: `leader.acute/lead.x.y`."""
    try:
        folded = leader_keys(nest({path.removeprefix("leader."): None}), place)
    except UserError as error:
        raise UserError(f"{at}: {error}") from None
    (name,) = folded
    below = path.removeprefix("leader." + name.replace("/", ".") + ".")
    return f"leader.{name}.{below}"


def _entry(path: str, target: str, at: str) -> Entry:
    """What is known of what an axis sets; UserError with the nearest path for one that cannot be an axis."""
    match target.split("."):
        case ["timeline", _, "week"]:
            return Entry(
                name="week", type="integer", default=1, help="", display="week", range=icsim_entries(COMMAND)["weeks"].range
            )
        case ["timeline", _, "set", *rest]:
            found = entry_at(COMMAND, ".".join(rest))
        case ["leader", name, *rest]:
            found = entry_at(COMMAND, ".".join(["leader", name.replace(".", "/"), *rest]))
        case [top, *_] if top in ("weeks", "seed", "structure_seed", "replicates", "engine", "out"):
            raise UserError(f"{at}: {path} is how a study runs, the same for all its points; set {path}=… itself")
        case _:
            found = entry_at(COMMAND, target)
    if found is None:
        if target.startswith("leadership.") and target.count(".") > 1:
            _, tier, key = target.split(".", 2)
            refuse_other_tier(at, key, tier)
        names = [name for name in icsim_entries(COMMAND) if name.partition(".")[0] in (*CHOICES, "parameters")]
        both = [f"{BOTH}{name.removeprefix('leadership.team.')}" for name in names if name.startswith("leadership.team.")]
        raise UserError(
            f"{at}: unknown; allowed: paths of icsim list levers|context|parameters|rules, leader.NAME.…, timeline.N.EVENT.FIELD, "
            f"timeline, {', '.join(CHOICES)}{did_you_mean(path, [*names, *both])}"
        )
    return found


def _names(given: object, at: str) -> tuple[Value, ...]:
    if not isinstance(given, list) or not given or not all(isinstance(name, str) for name in given):
        raise UserError(f"{at}: {format_value(given)} is no list of names; give names, as in {at}=[one,another]")
    return tuple(given)


def _timelines(given: object, at: str) -> Axis:
    if not isinstance(given, Mapping) or not all(isinstance(items, list) for items in given.values()):
        raise UserError(f"{at}: {format_value(given)}: give each timeline a name, as in {at}={{none: [], early: [{{week: 4, …}}]}}")
    return Axis("timeline", ("timeline",), tuple(given), named=dict(given))


def refuse_twins(found: Sequence[Axis], where: str) -> None:
    """UserError for an axis with a value twice: crossed with the others, the same worlds would count double."""
    for one in found:
        twin = next((value for n, value in enumerate(one.values) if value in one.values[:n]), None)
        if twin is not None:
            raise UserError(f"{where}.{one.path}: {format_value(twin)} stands there twice; give each value once")
