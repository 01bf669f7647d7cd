"""What results have in common: tables with labels, and figures that a notebook shows."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure


def labelled(frame: pd.DataFrame, along: list[str]) -> xr.Dataset:
    """A table as arrays along some of its columns. UserError where xarray is not there."""
    need_xarray()
    found: xr.Dataset = frame.set_index(along).to_xarray()
    return found


def need_xarray() -> None:
    """UserError where xarray, which icsim does without, is not installed."""
    try:
        import xarray  # noqa: F401
    except ImportError:
        raise UserError("to_xarray: needs xarray, which is not installed; pip install xarray, or take to_pandas()") from None


def figure_named(figures: Mapping[str, Callable[[], Figure]], name: str | None) -> Figure:
    """One of several figures, the first without a name, drawn in the look of all. It is matplotlib's, to be gone on with."""
    from icsim.report.figure_style import styled

    if not figures:
        raise UserError("plot: nothing of this has a figure; to_pandas() has the numbers")
    chosen = next(iter(figures)) if name is None else name
    if chosen not in figures:
        raise UserError(f"plot: {chosen} is no figure of this; allowed: {list_names(figures)}{did_you_mean(chosen, figures)}")
    with styled():
        found = figures[chosen]()
        found.canvas.draw()
    # A kernel shows figures by itself only where pyplot made them.
    found._repr_png_ = lambda: _png(found)  # type: ignore[attr-defined]
    return found


def _png(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=100)
    return file.getvalue()
