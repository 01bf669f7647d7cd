"""What a block holds: one array [entity, lane] for each field that the classes of the week declare, by who carries it."""

from collections import namedtuple
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icsim.week.entities import CLASSES
from icsim.week.notation import Kept, fields_of


def _kept(how: Kept) -> dict[str, tuple[str, ...]]:
    """The fields that are kept so, by who carries them."""
    found = {carrier: tuple(n for n, f in fields_of(kind).items() if f.kept is how) for carrier, kind in CLASSES.items()}
    return {carrier: names for carrier, names in found.items() if names}


STATE, FLOW, COUNT, DERIVED = (_kept(how) for how in (Kept.STATE, Kept.FLOW, Kept.COUNT, Kept.DERIVED))
KINDS: dict[str, type[float]] = {name: field.kind for kind in CLASSES.values() for name, field in fields_of(kind).items()}
"""What each field is, as those who carry it declare it: float, int or bool. A block stores all of them as floats."""

Arrays = dict[str, NDArray[np.float64 | np.int64]]
"""Tables and maps of a block, by name."""

TABLES = ("lever", "practice", "lever_set", "par", "ctx", "var")  # [name(, post), lane]

# The same for all lanes of a block: who belongs to whom, as positions, ids and lists (start, members).
INDEX_FIELDS = (
    "seeds", "structures", "lever_id", "lever_ranked", "lever_hours", "lever_usual", "lever_worth", "lever_inspires", "team_id",
    "team_org", "size", "expertise",
    "power_given", "power_mean", "team_values", "rel_post", "rel_on", "rel_team",
    "rel_home", "rel_table", "team_hero", "tie_a", "tie_b", "tie_id_a", "tie_id_b",
    "tie_together", "tie_across", "tie_bound", "tie_difference", "tie_profession", "tie_lead", "tie_start", "tie_of",
    "tie_side", "post_id", "post_system", "post_above", "post_horizon", "post_span",
    "post_chairs", "post_own", "head_start", "head_of", "member_start", "member_rel",
    "led_start", "led_of", "led_rel", "lt_a", "lt_b", "lt_id_a", "lt_id_b", "lt_start", "lt_of", "lt_side", "org_post",
    "ug_id", "ug_needs", "ug_start", "ug_of", "ug_tie_start", "ug_tie_of", "ug_head_start", "ug_head_of", "has_group",
    "org_first",
    "post_difference", "team_count",
    "hold_from", "hold_to", "hold_shift", "hold_team", "hold_leading", "hold_tie", "hold_leader", "hold_leader_tie",
)  # fmt: skip

SCRATCH_ROWS = tuple(f"u{n}" for n in range(8)) + tuple(f"r{n}" for n in range(5))  # scratch rows [lane]: draws and sums


def field_carriers(*tables: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Each field's carrier, in order."""
    return {name: carrier for table in tables for carrier, names in table.items() for name in names}


GRIDS = field_carriers(STATE, FLOW, COUNT, DERIVED)
CARRIERS = tuple(dict.fromkeys(GRIDS.values()))
FIELDS: tuple[str, ...] = (*GRIDS, *TABLES, *INDEX_FIELDS, *SCRATCH_ROWS)

Packed: Any = namedtuple("Packed", (*CARRIERS, "rows", *TABLES, *INDEX_FIELDS))  # type: ignore[misc]  # Any: its names are data
"""What compiled code is given: the grids of one carrier as one array [field, entity, lane], which compiles far faster."""


def _in_packed() -> dict[str, str]:
    seen = dict.fromkeys(CARRIERS, 0)
    found = {}
    for name, carrier in GRIDS.items():
        found[name] = f"block.{carrier}[{seen[carrier]}]"
        seen[carrier] += 1
    return (
        found
        | {name: f"block.rows[{n}]" for n, name in enumerate(SCRATCH_ROWS)}
        | {n: f"block.{n}" for n in (*TABLES, *INDEX_FIELDS)}
    )


HELD = ("team", "leading", "tie", "leader", "leader_tie")  # whose states can be held at another lane's path
POSITIONS = {name: int(text.partition("[")[2][:-1]) for name, text in _in_packed().items() if name in GRIDS}
"""Each grid's place within its carrier's array."""

CARRIED_BY = {"fairness": ("felt", "fair"), "backlog": ("overload",)}
"""What a team's state, or its own change, goes on in within the step that makes it: who holds the state holds them, too."""

EXPRESSIONS = _in_packed() | {f"all_{carrier}": f"block.{carrier}" for carrier in HELD}
"""Where each field stands in what compiled code is given; `all_…` is all that a carrier has."""


_WHERE = {
    name: (whole, int(position) if position else None)
    for name, (whole, _, position) in (
        (name, text.removeprefix("block.").removesuffix("]").partition("[")) for name, text in EXPRESSIONS.items()
    )
}
"""The same, as the name of an array and a position within it."""


class Block:
    """A block's arrays by name; grids are views [entity, lane] of the packed arrays that compiled code works on."""

    def __init__(self, counts: dict[str, int], lanes: int, given: Arrays) -> None:
        """Everything at 0 but the tables and maps given; `counts` says how many entities each carrier has."""
        sizes = {c: sum(1 for carrier in GRIDS.values() if carrier == c) for c in CARRIERS}
        arrays = {c: np.zeros((sizes[c], counts[c], lanes)) for c in CARRIERS} | {"rows": np.zeros((len(SCRATCH_ROWS), lanes))}
        self.__setstate__((Packed(**arrays, **{name: given[name] for name in (*TABLES, *INDEX_FIELDS)}), lanes))

    def __getstate__(self) -> tuple[Any, int]:
        """What a copy or a pickle takes: the packed arrays alone, for views copied by themselves would no longer be of them."""
        return self.packed, self.lanes

    def __setstate__(self, state: tuple[Any, int]) -> None:
        self.packed, self.lanes = state
        for name, (whole, position) in _WHERE.items():
            array = getattr(self.packed, whole)
            self.__dict__[name] = array if position is None else array[position]

    def __getattr__(self, name: str) -> Any:  # Any: a grid of floats or an array of positions, as the name, which is data, has it
        """For type checkers: every field is an attribute; reached only when a name is wrong."""
        raise AttributeError(f"a block has no field {name}")
