"""The figure of trust by power: who gives it and who gets it, over time and team by team."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from icsim.engine.simulate import Simulation, power_ranks, trust_by_rank_query
from icsim.report.figure_style import INK, QUIET, RANKS, SECTORS, new_figure, time_axis
from icsim.report.run.measures_figure import HALF, band, mark_events, quantile
from icsim.report.words import count_worlds, readable_name

IN_WORDS = {"top": "most power", "middle": "in the middle", "bottom": "least power"}
TITLES = {"from": "Trust they have in other teams", "to": "Trust that other teams have in them"}


def draw(simulation: Simulation) -> Figure:
    """The figure `trust_by_power`."""
    settings = simulation.settings
    groups = {1: "one", 2: "two", 3: "three"}[len(power_ranks(settings.world))]
    alike = len({team.power for team in settings.world.teams}) == 1
    told = f"all have equal power: the {groups} groups are arbitrary" if alike else f"teams in {groups} groups by power"
    below = f"{settings.world.title}, {count_worlds(len(simulation.replicates))} · {told}"
    if len(simulation.replicates) > 1:
        below += " · line: median · band: half of the worlds"
    made = new_figure(settings, 12.0, 4.6, "Trust by power", below)
    given, received, teams = made.subplots(1, 3, sharey=True)
    for axes, end in ((given, "from"), (received, "to")):
        _over_time(axes, simulation, end)
    given.set_ylabel("trust: 0 none, 1 full")
    _team_by_team(teams, simulation)
    given.set_ylim(*_limits(simulation))
    given.legend(loc="best", fontsize=8.5, handlelength=3.4)
    made.subplots_adjust(left=0.055, right=0.985, top=0.75, bottom=0.17, wspace=0.17)
    return made


def _over_time(axes: Axes, simulation: Simulation, end: str) -> None:
    ranks = power_ranks(simulation.settings.world)
    for rank, mark in RANKS.items():
        if rank not in ranks:
            continue
        courses = simulation.trajectory(trust_by_rank_query(end, rank).key)
        band(axes, simulation.weeks, courses, HALF, mark.colour, 0.18)
        axes.plot(
            simulation.weeks, quantile(courses, 0.5), color=mark.colour, linestyle=mark.line, linewidth=2.0,
            marker=mark.marker, markevery=max(1, len(simulation.weeks) // 6), markersize=5, label=IN_WORDS[rank],
        )  # fmt: skip
    axes.tick_params(labelleft=True)
    axes.grid(axis="y", color="#e8e8e8", linewidth=0.6)
    axes.set_axisbelow(True)
    time_axis(axes, simulation.settings.weeks)
    axes.set_xlabel("week")
    axes.set_title(TITLES[end])
    mark_events(axes, simulation)


def _team_by_team(axes: Axes, simulation: Simulation) -> None:
    seen = simulation.portrait
    sectors = np.array([seen.world.organisations[team.organisation].sector for team in seen.world.teams])
    power = np.array([team.power for team in seen.world.teams])
    for name, mark in SECTORS.items():
        here = sectors == name
        if here.any():
            axes.scatter(
                power[here], seen.received[here], c=mark.colour, marker=mark.marker, s=42, alpha=0.9,
                edgecolors=INK, linewidths=0.5, label=readable_name(name),
            )  # fmt: skip
    axes.tick_params(labelleft=True)
    axes.grid(axis="y", color="#e8e8e8", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlim(0.0, 1.05)
    axes.set_xlabel("power of a team at the start: 0 none, 1 most")
    axes.set_title(f"Team by team, week {seen.week} of one world")
    axes.legend(loc="best", fontsize=8.5, handletextpad=0.2)
    axes.text(
        1.0, 0.01, f"structure {seen.replicate.structure_seed}, seed {seen.replicate.seed}", transform=axes.transAxes, ha="right",
        fontsize=7.5, color=QUIET,
    )  # fmt: skip


def _limits(simulation: Simulation) -> tuple[float, float]:
    """Tenths of the scale around all that is shown, and no less than four of them, so that little looks like little."""
    ranks = power_ranks(simulation.settings.world)
    courses = [simulation.trajectory(trust_by_rank_query(end, rank).key) for end in TITLES for rank in ranks]
    shown = [quantile(course, end) for course in courses for end in HALF] + [simulation.portrait.received]
    values = np.concatenate(shown)
    values = values[~np.isnan(values)]
    if values.size == 0:
        return 0.0, 1.0
    low, high = math.floor(10.0 * values.min() - 0.2), math.ceil(10.0 * values.max() + 0.2)
    while high - low < 4:
        low, high = max(0, low - 1), min(10, high + 1)
    return max(0, low) / 10.0, min(10, high) / 10.0
