"""Everything that can be set, and every event, does something; the placebos do nothing."""

from typing import Any

import pytest
from worlds import LIVING, RICH, SYSTEM, TEAM, changed, differs, plain, replicates, rich, run, stepped

from icsim.catalogue import catalogue
from icsim.config.config_paths import icsim_entries
from icsim.config.settings import Settings
from icsim.engine.block import build_block

TIERS = (TEAM, SYSTEM)
PLACEBOS = {"attention", "idle", "resilience"}  # they only take time, or soothe
TIME = {"load", "leader_strain"}  # what any lever that takes hours moves


def other_end(path: str, value: Any) -> Any:
    """Another value, far from the present one."""
    entry = icsim_entries("run")[path]
    if entry.type == "choice":
        return next(word for word in entry.choices if word != value)
    low, high = entry.range or (0.0, 1.0)
    return low if (value if value is not None else 0.5) > (low + high) / 2 else high


def value_at(settings: Settings, path: str) -> Any:
    node: Any = settings.values
    for part in path.split("."):
        node = node[part]
    return node


def moves(settings: Settings, paths: list[str], ignored: set[str]) -> set[str]:
    """The paths whose change moves some field but those ignored, within a year and a half, in one of two worlds."""
    arms = [settings, *(changed(settings, {path: other_end(path, value_at(settings, path))}) for path in paths)]
    block, found = build_block(arms, replicates(2)), set()
    fields = [name for name in LIVING if name not in ignored]
    for week in stepped(block, arms, 78):
        if week % 13 == 1:
            found |= {
                path
                for n, path in enumerate(paths, start=1)
                if path not in found and (differs(block, 2 * n, 0, fields) or differs(block, 2 * n + 1, 1, fields))
            }
    return found


def alive(kind: str, ignored: frozenset[str] = frozenset(), **extra: Any) -> tuple[set[str], set[str]]:
    """All paths of a kind that have a range, and those that move something in either of the rich settings."""
    known = icsim_entries("run")
    paths = [p for p, e in known.items() if p.startswith(kind) and (e.range is None or e.range[0] < e.range[1])]
    found = set()
    for place in RICH:
        found |= moves(changed(rich(place), extra), [p for p in paths if p not in found], set(ignored))
    return set(paths), found


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["context.", "rules.", "parameters."])
def test_everything_that_can_be_set_does_something(kind: str) -> None:
    paths, found = alive(kind)
    assert len(paths) > 10
    assert sorted(paths - found) == []


@pytest.mark.slow
@pytest.mark.parametrize("tier", TIERS)
def test_every_lever_does_more_than_take_time(tier: str) -> None:
    """In weeks that suffice for all, so that time is no reason, and where no leader goes."""
    paths, found = alive(tier, frozenset(TIME), **{"rules.exits": "off", **easy()})
    levers = {path for path in paths if not path.endswith(".level")}
    placebos = {tier + name for name in PLACEBOS}
    assert sorted(levers - found - placebos) == []
    assert sorted(placebos & found) == []
    assert not {path for path in paths if path.endswith(".level")} - found


def easy() -> dict[str, Any]:
    """The least hours for everything that takes hours."""
    takes = ("parameters.hours.", "parameters.leader_time.base", "parameters.leader_time.span")
    return {path: entry.range[0] for path, entry in icsim_entries("run").items() if path.startswith(takes) and entry.range}


@pytest.mark.parametrize("event", [name for name, event in catalogue().events.items() if not event.free])
def test_every_event_does_something(event: str) -> None:
    base = changed(plain("merged_hospital"), {"timeline": []})
    fields: dict[str, Any] = {
        "change": [{"size": 2.0}, {"size": 2.0, "who": "hospital_a"}, {"size": 4.0}],
        "decision": [
            {"by": by, "mode": mode, "about": about, "stakes": 0.6}
            for by in ("team", "system")
            for mode in ("shared", "consulted", "told")
            for about in ("structure", "resources", "priorities")
        ],
        "restructure": [{"lines": 2}, {"lines": 4}, {"lines": 4, "by": "popular"}],
        "programme_move": [{"from": site, "harm": harm} for site in ("site_a", "site_b") for harm in (0.4, 0.9)],
        "leader_exit": [{"who": "popular", "successor": word} for word in ("newcomer", "insider", "none")],
        "crisis": [{"size": 0.3}, {"size": 0.9}],
    }
    arms = [base, *(changed(base, {"timeline": [{"week": 4, event: one}]}) for one in fields[event])]
    block = run(arms, replicates(1), 16)
    worlds = {tuple(getattr(block, name)[:, lane].tobytes() for name in LIVING) for lane in range(len(arms))}
    assert len(worlds) == len(arms)
