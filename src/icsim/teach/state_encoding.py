"""Which states of teams, leaders and ties go to the page, what they are called, and how they are packed.

A state is read as its measure is, over the four weeks that end there, so that a team's number is the same on its card, in a
chart and in a sentence. What has two ends is sent in 4,094 steps, a fortieth of the last digit that is written; what has no
upper end in 65,534; ties, which are only drawn, in 126 and one byte. None of the three has a step at half of the last digit,
where page and server could round apart.

As they are sent, numbers are steps: of all worlds but the first the difference from the first, of each week that from the week
before, small ones first whatever their sign, all low bytes before all high ones. Most bytes are nought then.
"""

import base64
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import Measure, catalogue
from icsim.engine.measures import FIELDS
from icsim.teach.page_types import SentField
from icsim.trace.paired_run import Grids, RecordedRun
from icsim.trace.series import window_sums

DRAWN, READ, OPEN = 126, 4094, 65534  # steps from low to high: of ties, of what has two ends, of what has no upper one
SIDES = (("there", "trust_ab", "trust of the first in the second"), ("back", "trust_ba", "trust of the second in the first"))


@dataclass(frozen=True)
class EncodedState:
    """One state as the page has it: [week, entity, world], nan where there is none."""

    name: str
    display: str
    low: float
    high: float
    values: Grids
    top: int = READ

    @property
    def head(self) -> SentField:
        """What the page needs in order to read the bytes."""
        return {"name": self.name, "display": self.display, "low": self.low, "high": self.high, "top": self.top}


def encode_states(run: RecordedRun, only: Collection[str] | None = None) -> dict[str, list[EncodedState]]:
    """Every state that the page can colour by, by carrier: team, leader, tie; with `only`, those and what every picture draws."""

    def wanted(carrier: str) -> list[Measure]:
        return [entry for entry in _carried(carrier) if only is None or entry.name in only]

    in_post, present = run.field("in_post"), run.field("present")
    there, known = np.where(in_post > 0.0, 0.0, np.nan), np.where(present > 0.0, 0.0, np.nan)
    teams = [_of(entry, run.field(_stands(entry))) for entry in wanted("team")]
    two_each = 2 * run.field("morale").shape[1]  # each team's own leader, then the one above; seats at tables come after
    own = run.field("trust_leading")[:, :two_each:2]
    if only is None or "trust_in_leader" in only:
        teams.append(_of(catalogue().measures["trust_in_leader"], own + there[:, run.block.rel_post[:two_each:2]]))
    teams.append(_power(run))
    leaders = [EncodedState("present", "in post", 0.0, 1.0, np.where(in_post > 0.0, 1.0, 0.0))]
    leaders += [_of(entry, run.field(_stands(entry)) + there) for entry in wanted("leader")]
    ties = [EncodedState(name, display, 0.0, 1.0, run.field(field) + known, DRAWN) for name, field, display in SIDES]
    ties += [replace(_of(entry, run.field(_stands(entry)) + known), top=DRAWN) for entry in wanted("tie") if entry.name != "trust"]
    return {"team": teams, "leader": leaders, "tie": ties}


def _power(run: RecordedRun) -> EncodedState:
    """What a team's say weighs before it is shared out; nothing was weighed before the first week, which stands for it."""
    values = run.field("weight").copy()
    values[0] = values[min(1, run.last)]
    return EncodedState("power", "power in use", 0.0, rounded_up(float(values.max())), values, OPEN)


@cache
def _carried(carrier: str) -> tuple[Measure, ...]:
    """Measures that are a state of one carrier."""
    known = catalogue().measures.values()
    return tuple(entry for entry in known if entry.carrier == carrier and entry.kind == "state" and not entry.per_lever)


def _stands(entry: Measure) -> str:
    return "partnership_team" if entry.name == "partnership_value" else FIELDS.get(entry.name, (entry.name,))[0]


def _of(entry: Measure, values: Grids) -> EncodedState:
    low, high = scale(entry, values)
    return EncodedState(entry.name, entry.display, low, high, as_read(values), top_of(entry))


def top_of(entry: Measure) -> int:
    """In how many steps a measure is sent."""
    return OPEN if entry.range[1] is None else READ


def as_read(values: Grids) -> Grids:
    """The mean of the four weeks that end there, without those that have no value, as measures are read; nan where none has."""
    there = ~np.isnan(values)
    above, below = window_sums(np.where(there, values, 0.0)), window_sums(np.where(there, 1.0, 0.0))
    return np.where(there & (below > 0.0), above / np.maximum(below, 1.0), np.nan)


def scale(entry: Measure, values: Grids) -> tuple[float, float]:
    """The ends of an axis: those of the measure, and where it has no upper one, a round number above all there is."""
    low, high = entry.range
    if high is not None:
        return float(low), float(high)
    most = float(np.nanmax(values)) if values.size and not np.isnan(values).all() else 0.0
    return float(low), rounded_up(most)


def rounded_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 …; 1 for nothing."""
    if value <= 1.0:
        return 1.0
    ten = 10.0 ** np.floor(np.log10(value))
    return float(next(ten * step for step in (1.0, 2.0, 5.0, 10.0) if ten * step >= value))


def pack_states(carrier: str, fields: list[EncodedState]) -> str:
    """All fields of a carrier as steps, [world, field, entity, week]: of bytes for ties, of 16-bit numbers for all others."""
    if not fields:
        return ""
    whole = np.stack([_numbers(one.values, one.low, one.high, one.top) for one in fields])
    return _as_steps(whole.transpose(3, 0, 2, 1), "u1" if carrier == "tie" else "<u2")


def pack_line(values: NDArray[np.float64], low: float, high: float, top: int) -> str:
    """One measure, [week, world], as steps of 16-bit numbers, [world, week]."""
    return _as_steps(_numbers(values, low, high, top).T, "<u2")


def as_sent(values: NDArray[np.float64], low: float, high: float, top: int = READ) -> NDArray[np.float64]:
    """The numbers as the page reads them after packing: what a sentence says is rounded from these, and once."""
    return np.asarray(low + (_scaled(values, low, high, top) * (high - low)) / top)


def _numbers(values: NDArray[np.float64], low: float, high: float, top: int) -> NDArray[np.float64]:
    """From 0 to `top`; one more for no value."""
    return np.where(np.isnan(values), top + 1, _scaled(values, low, high, top))


def _scaled(values: NDArray[np.float64], low: float, high: float, top: int) -> NDArray[np.float64]:
    return np.asarray(np.clip(np.rint((values - low) * (top / (high - low))), 0, top))


def _as_steps(values: NDArray[np.float64], kind: str) -> str:
    """Numbers by world first and week last, as base64; static/decode.js adds them up again."""
    numbers = np.ascontiguousarray(values.astype(kind))  # unsigned, so that differences go round at the top
    numbers[1:] -= numbers[0]
    steps = np.diff(numbers, axis=-1, prepend=numbers.dtype.type(0))
    signed = steps.view(kind.replace("u", "i"))
    folded = ((signed << 1) ^ (signed >> (8 * signed.itemsize - 1))).view(kind)
    return base64.b64encode(folded.view("u1").reshape(-1, folded.itemsize).T.tobytes()).decode("ascii")
