"""Policies in uncertain settings: which axes are decided on, and every policy's worlds in every setting."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.sweep.analysis import sobol
from icsim.sweep.analysis.report_request import SPREAD, ReportRequest
from icsim.sweep.analysis.sweep_results import LESS, AxisColumn, FloatArray, SweepResults
from icsim.sweep.settings_axis import PATH

DECIDED = ("leadership", "leader", "timeline")
"""First words of the paths of what somebody decides on, where nothing else is said."""
DRAWN = ("lhs", "sobol_sequence", "saltelli")
"""Designs whose points are drawn, so that other settings might have been."""
FEWEST = 4  # settings from which on a report tells of them without being asked
DESIGNS = (*SPREAD, "zip")
"""Designs in which settings may be counted: shares of others are shares of how they were laid."""


@dataclass(frozen=True)
class Policy:
    """What is decided: the values of the axes that are, and the arm where there are arms."""

    point: int  # one that has it
    arm: str


@dataclass(frozen=True)
class PolicyTable:
    """Every policy in every setting."""

    decided: tuple[AxisColumn, ...]
    uncertain: tuple[AxisColumn, ...]
    policies: tuple[Policy, ...]
    points: NDArray[np.int64]  # [policy, setting]
    drawn: bool  # whether other settings might have been drawn

    @property
    def settings(self) -> int:
        """How many settings there are."""
        return int(self.points.shape[1])

    def worlds(self, frame: SweepResults, outcome: str) -> FloatArray:
        """An outcome of every world, [policy, setting, replicate]."""
        values = frame.worlds(outcome)
        return np.stack([values[row, frame.arms.index(one.arm)] for row, one in zip(self.points, self.policies, strict=True)])


def policy_table(frame: SweepResults, asked: ReportRequest) -> PolicyTable | None:
    """Policies and settings; None where the study has none, of each at least two, and nobody asked for them.

    UserError where they were asked for, and it cannot be done.
    """
    wanted = asked.policies is not None or bool(asked.meets)
    decided = _decided(frame, asked)
    uncertain = tuple(axis for axis in frame.axes if axis not in decided)
    arms = list(dict.fromkeys(arm for one in asked.arms for arm in one.split(LESS)))
    why = None
    if frame.design not in DESIGNS:
        why = f"settings of design={frame.design} are no even sample of a space; allowed: {', '.join(DESIGNS)}"
    else:
        rows = sobol.independent_rows(frame) if frame.design == "saltelli" else np.arange(frame.points)
        policy, setting = _numbered(decided, rows), _numbered(uncertain, rows)
        many, settings = int(policy.max()) + 1, int(setting.max()) + 1
        if settings < (2 if wanted or frame.design == "crossed" else FEWEST):
            why = "nothing is uncertain in this study, or in too few settings; vary something besides, as in design=crossed"
        elif many * len(arms) < 2:
            why = f"there are no two policies; name axes that are decided on, of {', '.join(axis.path for axis in frame.axes)}"
        elif many * settings != rows.size or np.unique(policy * settings + setting).size != rows.size:
            why = f"not every one of the {many:,} policies stands in every one of the {settings:,} settings; use design=crossed"
    if why is not None:
        if wanted:
            raise UserError(f"{'policies' if asked.policies is not None else 'meets'}: {why}")
        return None
    points = np.empty((many, settings), dtype=np.int64)
    points[policy, setting] = rows
    each = [(Policy(int(points[n, 0]), arm), points[n]) for arm in arms for n in range(many)]
    policies, laid = tuple(one for one, _ in each), np.stack([row for _, row in each])
    return PolicyTable(decided, uncertain, policies, laid, _drawn(frame, uncertain))


def _decided(frame: SweepResults, asked: ReportRequest) -> tuple[AxisColumn, ...]:
    if asked.policies is not None:
        return tuple(axis for axis in frame.axes if axis.path in asked.policies)
    if frame.design == "crossed":
        return tuple(axis for axis in frame.axes if axis.decided)
    return tuple(axis for axis in frame.axes if axis.path.partition(".")[0] in DECIDED)


def _numbered(axes: Sequence[AxisColumn], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of each point's combination of values, in the order in which they are met."""
    if not axes:
        return np.zeros(rows.size, dtype=np.int64)
    columns = np.stack([axis.column[rows] for axis in axes], axis=1)
    _, first, number = np.unique(columns, axis=0, return_index=True, return_inverse=True)
    order = np.empty(first.size, dtype=np.int64)
    order[np.argsort(first)] = np.arange(first.size)
    return np.asarray(order[number.ravel()])


def _drawn(frame: SweepResults, uncertain: Sequence[AxisColumn]) -> bool:
    design = frame.held.design
    kind = str(getattr(design, "uncertain", {}).get("kind", "lhs")) if frame.design == "crossed" else frame.design
    return kind in DRAWN or any(axis.path == PATH for axis in uncertain)
