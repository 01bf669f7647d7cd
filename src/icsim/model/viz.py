"""One world in Mesa's own viewer: `solara run icsim.model.viz`, or `app(...)` with a place, measures and sliders of your choice.

For the twin view, lessons and speed there is `icsim teach`; this is for those who know SolaraViz and want to put parts of their own
beside it. It draws on the server, a few pictures a second.
"""

import math
from collections.abc import Sequence
from typing import Any

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import Entry, catalogue
from icsim.catalogue.labels import plain_name
from icsim.model.care_system import CareSystem

try:
    import solara as typed_solara
    from matplotlib.figure import Figure
    from mesa.visualization import SolaraViz, make_plot_component
    from mesa.visualization.utils import update_counter
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(f'{error.name} is not installed; pip install "icsim[viz]"', name=error.name) from None

solara: Any = typed_solara  # its types leave out most of what it exports
PLACE = "pair"
MEASURES = ("trust", "morale")
SLIDERS = (
    "leadership.team.working_with_power.level",
    "leadership.team.clarifying_complexity.level",
    "leadership.team.inspiring_intent.level",
    "context.power_imbalance",
)
STEPS = 20  # of a slider, from its lowest to its highest value
LARGEST = 900  # area of a team's disc at full power, in square points
THICKEST = 4.0  # points of a line at full trust


def app(
    place: str = PLACE,
    measures: Sequence[str] = MEASURES,
    sliders: Sequence[str] = SLIDERS,
    components: Sequence[Any] = (),
    **given: Any,
) -> Any:
    """A page of SolaraViz: the network of teams, the measures over time, sliders, and `components` of your own.

    Args:
        place: as in `CareSystem`.
        measures: what is drawn over time; teams are coloured by the first of them that is a team's.
        sliders: paths of levers or context variables to set before a run.
        components: Mesa's own way of showing more: functions of the model that return a Solara component.
        given: settings that stay as they are, as in `CareSystem`.

    Raises UserError for a measure or path that is not known.
    """
    for name in measures:
        if name not in catalogue().measures:
            known = catalogue().measures
            raise UserError(f"measures: {name} is unknown; allowed: {list_names(known)}{did_you_mean(name, known)}")
    collected = {"place": place, "measures": list(measures), **given}
    shown = [network(colour_of(measures)), *(make_plot_component(name) for name in measures), *components]
    return SolaraViz(
        CareSystem(**collected),
        components=[one if isinstance(one, tuple) else (one, 0) for one in shown],
        model_params=collected | {path: slider(path) for path in sliders},
        name="icsim",
    )


def slider(path: str) -> dict[str, Any]:
    """A slider of SolaraViz for a lever's level or a context variable; UserError names those there are."""
    known: dict[str, tuple[Entry, str]] = {f"context.{name}": (entry, entry.display) for name, entry in catalogue().context.items()}
    for tier in ("team", "system"):
        for name, level in catalogue().levels.items():
            known[f"leadership.{tier}.{name}.level"] = level, f"{catalogue().mechanisms[name].short} ({tier} leaders)"
        for lever in catalogue().levers.values():
            known[f"leadership.{tier}.{lever.key}"] = lever, f"{lever.display} ({tier} leaders)"
    entry, said = known.get(path, (None, ""))
    if entry is None or not entry.range:
        numbers = [name for name, (one, _) in known.items() if one.range]
        raise UserError(f"sliders: {path} has no slider; allowed: {list_names(numbers)}{did_you_mean(path, numbers)}")
    low, high = entry.range
    return {
        "type": "SliderFloat", "label": said, "value": float(0.5 if entry.default is None else entry.default),
        "min": float(low), "max": float(high), "step": (high - low) / STEPS,
    }  # fmt: skip


def colour_of(measures: Sequence[str]) -> str:
    """What teams are coloured by: the first measure that a team has of its own."""
    states = [name for name, entry in catalogue().measures.items() if entry.carrier == "team" and entry.kind == "state"]
    return next((name for name in measures if name in states), "morale")


def network(colour: str) -> Any:
    """A component that draws the teams: area by power in use, colour by a state, lines by trust."""

    @solara.component  # type: ignore[untyped-decorator]  # solara ships no types
    def Network(model: CareSystem) -> None:
        update_counter.get()  # drawn anew after every step
        solara.FigureMatplotlib(draw_network(model, colour), format="png", bbox_inches="tight")

    return Network


def draw_network(model: CareSystem, colour: str) -> Figure:
    """The network this week. Teams of one organisation stand side by side on a ring."""
    figure = Figure(figsize=(7, 5))
    axes = figure.subplots()
    around = sorted(model.teams, key=lambda team: team.name)
    turn = 2 * math.pi / len(around)
    spots = {team: (math.cos(n * turn), math.sin(n * turn)) for n, team in enumerate(around)}
    for team in around:
        for other in team.partners():
            (x, y), (to_x, to_y) = spots[team], spots[other]
            half = ((x + to_x) / 2, (y + to_y) / 2)  # each half is as thick as the team there trusts the other
            axes.plot([x, half[0]], [y, half[1]], color="#46566b", alpha=0.4, linewidth=THICKEST * team.trust_in(other), zorder=1)
    entry = catalogue().measures[colour]
    low, high = entry.range or (0.0, 1.0)
    discs = axes.scatter(
        [x for x, _ in spots.values()],
        [y for _, y in spots.values()],
        s=[LARGEST * max(0.1, team.power) for team in around],
        c=[getattr(team, colour) for team in around],
        cmap="YlGnBu", vmin=low, vmax=high, edgecolors="#1b2430", zorder=2,
    )  # fmt: skip
    for team, (x, y) in spots.items():
        side = "left" if x > 0.1 else "right" if x < -0.1 else "center"
        axes.annotate(plain_name(team.name), (1.22 * x, 1.22 * y), ha=side, va="center", fontsize=8)
    axes.set(xlim=(-2.3, 2.3), ylim=(-1.5, 1.5), title=f"Week {model.week}: a theory explored, not a forecast")
    axes.axis("off")
    figure.colorbar(discs, ax=axes, orientation="horizontal", shrink=0.5, aspect=40, pad=0.02, label=entry.display)
    return figure


@solara.component  # type: ignore[untyped-decorator]  # solara ships no types
def Page() -> None:
    """What `solara run icsim.model.viz` shows."""
    app()
