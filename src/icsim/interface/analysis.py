"""`icsim report` as a function: what a sweep shows, as tables, figures and sentences."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from icsim.base.document import Record
from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean
from icsim.interface.showing import figure_named, labelled, need_xarray

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

    from icsim.report.sweep.section_types import ReportSection
    from icsim.sweep.analysis.report_request import ReportRequest
    from icsim.sweep.analysis.sweep_results import SweepResults

Kind = TypeVar("Kind", bound=Record)


@dataclass(frozen=True)
class Analysed:
    """The analysis of a sweep: what its design allows, of the outcomes that were asked for."""

    results: SweepResults
    asked: ReportRequest

    @cached_property
    def sections(self) -> list[ReportSection]:
        """All sections of the report, each with sentences, tables, figures and data."""
        from icsim.report.sweep.write_report import sections

        return sections(self.results, self.asked)

    @property
    def indices(self) -> pd.DataFrame:
        """Sobol, Morris or PAWN: a row for each outcome and axis, the largest first; empty where the design is no sample."""
        from icsim.results.sweep import AxisIndex, Sensitivity

        head = ["series", "method", *AxisIndex.model_fields, "enough"]
        return _frame(head, (
            {"series": one.series, "method": one.method, **axis.model_dump(), "enough": one.enough}
            for one in self._data(Sensitivity)
            for axis in one.axes
        ))  # fmt: skip

    @property
    def given_data(self) -> pd.DataFrame:
        """Delta and first-order shares of points that are given or drawn: a row for each outcome and axis, the largest first."""
        from icsim.results.sweep import GivenAxis, GivenData

        head = ["series", *GivenAxis.model_fields, "dummy", "points"]
        return _frame(head, (
            {"series": one.series, **axis.model_dump(), "dummy": one.dummy, "points": one.points}
            for one in self._data(GivenData)
            for axis in one.axes
        ))  # fmt: skip

    @property
    def effects(self) -> pd.DataFrame:
        """Effects of a factorial: a row for each outcome and axis, or two axes beyond their sum."""
        from icsim.results.sweep import Effects

        return _frame(["series", "axes", "size", "low", "high", "verdict", "not_told_from"], (
            {
                "series": one.series, "axes": effect.axes, "size": effect.size, "low": effect.interval[0],
                "high": effect.interval[1], "verdict": effect.verdict, "not_told_from": effect.not_told_from,
            }
            for one in self._data(Effects)
            for effect in one.effects
        ))  # fmt: skip

    @property
    def comparisons(self) -> pd.DataFrame:
        """Named scenarios in pairs: a row for each outcome and pair, the first less the second."""
        from icsim.results.sweep import Comparison

        head = [name for name in Comparison.model_fields if name != "points"]
        return _frame(head, (one.model_dump(exclude={"points"}) for one in self._data(Comparison)))

    @property
    def boxes(self) -> pd.DataFrame:
        """Where each condition `where` holds: a row for each side of each box; empty without a condition or a box."""
        from icsim.results.sweep import Discovery

        return _frame(["where", "arm", "box", "path", "low", "high", "words", "coverage", "density", "real"], (
            {
                "where": one.where, "arm": one.arm, "box": n, **edge.model_dump(), "coverage": box.coverage,
                "density": box.density, "real": box.real,
            }
            for one in self._data(Discovery)
            for n, box in enumerate(one.boxes, start=1)
            for edge in box.edges
        ))  # fmt: skip

    @property
    def peeling(self) -> pd.DataFrame:
        """The whole trajectory of each box: a row for each step, its limits as text, to choose another trade-off by."""
        from icsim.results.sweep import Discovery

        return _frame(["where", "arm", "box", "step", "coverage", "density", "mass", "limited", "limits"], (
            {
                "where": one.where, "arm": one.arm, "box": n, "step": step, "coverage": peel.coverage, "density": peel.density,
                "mass": peel.mass, "limited": len(peel.edges), "limits": " and ".join(map(str, peel.edges)),
            }
            for one in self._data(Discovery)
            for n, box in enumerate(one.boxes, start=1)
            for step, peel in enumerate(box.peeling)
        ))  # fmt: skip

    @property
    def policies(self) -> pd.DataFrame:
        """Policies in uncertain settings: a row for each outcome or condition and policy, ranked, with regrets or shares."""
        from icsim.results.sweep import PolicyRegret, PolicyShare, Regrets, Satisficing

        fields = dict.fromkeys((*PolicyRegret.model_fields, *PolicyShare.model_fields))
        found = [(one.series, policy) for one in self._data(Regrets) for policy in one.policies]
        met = [(one.meets, policy) for one in self._data(Satisficing) for policy in one.policies]
        axes = dict.fromkeys(path for _, policy in (*found, *met) for path in policy.values)
        head = ["of", *(name for name in fields if name != "values"), *axes]
        return _frame(head, (
            {"of": of, **policy.model_dump(exclude={"values"}), **policy.values} for of, policy in (*found, *met)
        ))  # fmt: skip

    @property
    def tables(self) -> list[str]:
        """Names of all tables of the report, for `to_pandas`; the whole of a policy's regrets, setting by setting, is one."""
        return [table.name for section in self._flat() for table in section.tables]

    def to_pandas(self, name: str | None = None) -> pd.DataFrame:
        """A table of the report, the first without a name; what its file NAME.csv holds."""
        import pandas as pd

        known = {table.name: table for section in self._flat() for table in section.tables}
        if name is not None and name not in known:
            raise UserError(f"table: {name} is unknown; allowed: {', '.join(known)}{did_you_mean(name, known)}")
        table = known[name] if name is not None else next(iter(known.values()))
        return pd.DataFrame(list(table.rows), columns=list(table.head))

    def to_xarray(self) -> xr.Dataset:
        """What the design allows, with labels: indices, else delta, effects or comparisons, over outcome and axis or pair."""
        series_path = ["series", "path"]
        found = ((self.indices, series_path), (self.given_data, series_path), (self.effects, ["series", "axes"]),
                 (self.comparisons, ["outcome", "first", "second"]))  # fmt: skip
        for frame, along in found:
            if len(frame):
                text = {name: frame[name].map(" and ".join) for name in ("axes",) if name in frame}
                return labelled(frame.assign(**text).drop(columns="not_told_from", errors="ignore"), along)
        need_xarray()
        why = "".join(f" ({name}: {told})" for name, told in list(self.missing.items())[:1])
        raise UserError(f"to_xarray: no indices, effects or comparisons of this sweep{why}; to_pandas(NAME) gives a table of it")

    @property
    def missing(self) -> dict[str, str]:
        """Outcomes of which nothing can be said, with the reason."""
        from icsim.results.sweep import Missing

        return {one.series: one.none for one in self._data(Missing)}

    @property
    def sentences(self) -> list[str]:
        """All that the report says, in its order."""
        return [line for section in self._flat() for line in section.sentences]

    @property
    def findings(self) -> pd.DataFrame:
        """One sentence for each finding, the clearest verdict first, with the worlds that its means rest on."""
        from icsim.report.sweep.findings import ranked_findings
        from icsim.report.sweep.write_report import analysis_record

        found = ranked_findings(analysis_record(self.results, self.asked, "", self.sections, ()), self.results)
        return _frame(["verdict", "sentence", "behind"], (
            {"verdict": one.rank.name.lower(), "sentence": one.sentence, "behind": one.behind} for one in found
        ))  # fmt: skip

    @property
    def figures(self) -> list[str]:
        """Names of the figures, for `plot`."""
        return list(self._figures)

    def plot(self, name: str | None = None) -> Figure:
        """One of them, the first without a name."""
        return figure_named(self._figures, name)

    def report(self, out: str | Path | None = None) -> Path:
        """Write the report as one page, unless it is there already, and say where."""
        from icsim.report.sweep.write_report import PAGE, REPORT, up_to_date, write_report

        frame = self.results
        folder = frame.folder / REPORT if out is None else Path(out)
        if not up_to_date(frame, self.asked, folder):
            write_report(frame, self.asked, folder, shlex.join(["icsim", "report", str(frame.folder), *self._words(out)]))
        return folder / PAGE

    def __repr__(self) -> str:
        names = ", ".join(section.name for section in self.sections[1:]) or "an overview only"
        return f"<Analysis of {self.results.title}: {names}>"

    def _words(self, out: str | Path | None) -> Iterator[str]:
        yield f"measures=[{','.join(self.asked.outcomes)}]"
        if self.asked.arms != ("",):
            yield f"arms=[{','.join(self.asked.arms)}]"
        yield from (f"where={one}" for one in self.asked.where)
        yield from (f"meets={one}" for one in self.asked.meets)
        if self.asked.policies is not None:
            yield f"policies=[{','.join(self.asked.policies)}]"
        if self.asked.axes:
            yield f"axes=[{','.join(self.asked.axes)}]"
        if out is not None:
            yield f"out={out}"

    def _flat(self) -> Iterator[ReportSection]:
        from icsim.report.sweep.section_types import flat_sections

        return flat_sections(self.sections)

    @cached_property
    def _figures(self) -> dict[str, Callable[[], Figure]]:
        return {picture.name: picture.draw for section in self._flat() for picture in section.pictures}

    def _data(self, kind: type[Kind]) -> tuple[Kind, ...]:
        each = (section.data if isinstance(section.data, tuple) else (section.data,) for section in self._flat())
        return tuple(one for found in each for one in found if isinstance(one, kind))


def _frame(columns: list[str], rows: Iterator[dict[str, object]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows), columns=columns)
