"""1. The timeline: what is told to happen in a week."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from twin import start
from twin.agents import Leader, Team

if TYPE_CHECKING:
    from twin.model import Twin

MODES = {"shared": 1, "consulted": 3, "told": 4}
MATTERS = {"structure": 0, "resources": 1, "priorities": 2}
SUCCESSORS = {"newcomer": 1, "insider": 2, "none": 3}


def happen(twin: "Twin") -> None:
    """The events of this week, in their order; a crisis comes in whole and passes slowly."""
    for item in twin.events:
        if item["week"] == twin.week:
            for name in item:
                if name != "week":
                    EVENTS[name](twin, item[name])
    fading = twin.numbers.service.crisis_fading
    twin.crisis = min(1.0, twin.crisis + twin.crisis_in) - fading * twin.crisis


def forget(twin: "Twin") -> None:
    """What was not used by the end of the week is gone."""
    twin.crisis_in = 0.0
    for team in twin.teams:
        team.change_in = team.harm_in = team.lines_in = 0.0
    for leader in twin.leaders:
        leader.ask_mode = leader.ask_about = leader.exit_in = 0
        leader.ask_stakes, leader.ask_distance = 0.0, None


def _set(twin: "Twin", event: Mapping[str, Any]) -> None:
    twin.take(twin.settings.with_changes(event))
    start.follow_settings(twin)


def _change(twin: "Twin", event: Mapping[str, Any]) -> None:
    for team in twin.teams:
        if event["who"] is None or _is_of(team, event["who"]):
            team.change_in += event["size"]


def _decision(twin: "Twin", event: Mapping[str, Any]) -> None:
    for leader in twin.leaders:
        if _is_named(leader, event["by"]) and leader.near_or_far:
            leader.ask_mode, leader.ask_stakes = MODES[event["mode"]], event["stakes"]
            leader.ask_about = MATTERS[event["about"]]
            leader.ask_distance = event["distance"]


def _restructure(twin: "Twin", event: Mapping[str, Any]) -> None:
    for team in twin.teams:
        if any(_is_named(relation.leader, event["by"]) for relation in team.leading):
            more = event["lines"] - team.reporting_lines
            team.lines_in += more if more > 0.0 else 0.0
            team.reporting_lines = float(event["lines"])


def _programme_move(twin: "Twin", event: Mapping[str, Any]) -> None:
    for team in twin.teams:
        if _is_of(team, event["from"]):
            team.harm_in = event["harm"]


def _leader_exit(twin: "Twin", event: Mapping[str, Any]) -> None:
    for leader in twin.leaders:
        if _is_named(leader, event["who"]):
            leader.exit_in = SUCCESSORS[event["successor"]]


def _crisis(twin: "Twin", event: Mapping[str, Any]) -> None:
    twin.crisis_in += event["size"]


EVENTS = {
    "set": _set,
    "change": _change,
    "decision": _decision,
    "restructure": _restructure,
    "programme_move": _programme_move,
    "leader_exit": _leader_exit,
    "crisis": _crisis,
}


def _is_of(team: Team, who: str) -> bool:
    return who in (team.name, team.organisation.name, team.organisation.site)


def _is_named(leader: Leader, by: str) -> bool:
    return by in (leader.tier, leader.name)
