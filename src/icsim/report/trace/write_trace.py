"""What a traced team leaves behind: `trace.json`, whose names are stable, and the figure."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icsim.base.version import __version__
from icsim.catalogue import catalogue
from icsim.config.provenance import write_provenance
from icsim.engine.block_fields import COUNT, GRIDS, STATE
from icsim.report.figure_style import save_figure, styled
from icsim.report.trace import trace_figure
from icsim.theory.theory_schema import PARTS
from icsim.trace import labels
from icsim.trace.captions import KINDS, Caption
from icsim.trace.choice_terms import TERMS, ChoiceTerms
from icsim.trace.run_trace import TraceResult

MARKER_FILE = "trace.json"
SCHEMA = 1
DIGITS = 6  # decimals of states: a screen shows fewer, and a page loads faster
WORLDS = ("first", "second")


def write_trace(traced: TraceResult, folder: Path) -> None:
    """All files."""
    text = json.dumps(trace_json(traced), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    (folder / MARKER_FILE).write_text(text + "\n", encoding="utf-8")
    for name, arm in zip(traced.case.theory.contrasted, traced.case.arms, strict=True):
        (folder / name).mkdir()
        write_provenance(arm, folder / name)
    with styled():
        save_figure(trace_figure.draw(traced), folder, "trace")


def trace_json(traced: TraceResult) -> dict[str, Any]:
    """The content of `trace.json`; null: no value."""
    case, pair = traced.case, traced.pair
    first, second = case.theory.contrasted
    team = pair.world.teams[traced.near.team]
    return {
        "schema": SCHEMA,
        "icsim": __version__,
        "command": case.command,
        "content_hash": case.content,
        "theory": {"id": case.theory.id, "title": case.theory.title},
        "worlds": {"first": first, "second": second, "displays": list(traced.case.worlds)},
        "pair": _pair(traced),
        "team": {"name": team.name, "profession": team.profession},
        "parting": _parting(traced),
        "captions": [_caption(n, one) for n, one in enumerate(traced.captions, start=1)],
        "chain": [_link(traced, part) for part in PARTS],
        "weeks": list(range(pair.last + 1)),
        "labels": {name: labels.state(name) for name in GRIDS if _kept(name)},
        "states": _states(traced),
        "why": _why(traced.why),
        "events": _events(traced),
    }


def _pair(traced: TraceResult) -> dict[str, Any]:
    chosen, luck = traced.chosen, traced.pair.luck
    return {
        "structure": luck.structure,
        "seed": luck.seed,
        "position": chosen.index,
        "of": chosen.pairs,
        "effect": chosen.effect,
        "median": chosen.median,
        "higher": chosen.higher,
        "lower": chosen.lower,
        "same": chosen.same,
        "other_way": chosen.other_way,
        "text": traced.luck_said,
    }


def _parting(traced: TraceResult) -> dict[str, Any] | None:
    found = traced.parting
    if found is None:
        return None
    return {
        "week": found.week,
        "step": found.step,
        "state": found.field,
        "carrier": GRIDS[found.field],
        "display": labels.state(found.field),
        "first": found.values[0],
        "second": found.values[1],
        "text": traced.parting_said,
    }


def _caption(number: int, one: Caption) -> dict[str, Any]:
    badge = one.badge
    first, second = one.values if one.values is not None else (math.nan, math.nan)
    return {
        "number": number,
        "kind": one.kind,
        "heading": KINDS[one.kind],
        "week_from": one.weeks[0],
        "week": one.weeks[1],
        "text": one.text,
        "measure": one.series.measure if one.series is not None else None,
        "who": one.series.who if one.series is not None else None,
        "first": _said(first),
        "second": _said(second),
        "badge": None
        if badge is None
        else {
            "name": badge.name,
            "display": badge.display,
            "through": list(badge.through),
            "others": badge.others,
            "rules": list(badge.rules),
        },
    }


def _link(traced: TraceResult, part: str) -> dict[str, Any]:
    clauses = [
        {
            "measure": link.series.measure,
            "display": link.series.display,
            "who": link.series.who,
            "week": link.asked.week,
            "expect": link.asked.clause.expect,
            "smallest_effect": link.asked.smallest,
            **_both(link.series.values),
        }
        for link in traced.links
        if link.asked.part == part
    ]
    return {"part": part, "clauses": clauses}


def _states(traced: TraceResult) -> dict[str, Any]:
    """What the team, its leaders and the team's relations were week by week, as each week left them."""
    pair, near = traced.pair, traced.near
    world, team = pair.world, near.team
    return {
        "team": {name: _both(pair.field(name)[:, team]) for name in _names("team")},
        "leading": [
            {"leader": world.posts[p].name} | {name: _both(pair.field(name)[:, 2 * team + n]) for name in STATE["leading"]}
            for n, p in enumerate(near.leaders)
        ],
        "leaders": [
            {"leader": world.posts[p].name, "tier": world.posts[p].tier}
            | {name: _both(pair.field(name)[:, p]) for name in _names("leader")}
            for p in near.leaders
        ],
        "ties": _ties(traced),
    }


def _ties(traced: TraceResult) -> dict[str, Any]:
    """Means over the ties that exist: trust of the team in its partners, and of theirs in it."""
    pair, near = traced.pair, traced.near
    here = pair.field("present")[:, list(near.ties)]
    sides = np.array(near.sides, dtype=bool)[None, :, None]
    a, b = (pair.field(name)[:, list(near.ties)] for name in ("trust_ab", "trust_ba"))
    with np.errstate(invalid="ignore", divide="ignore"):
        given, received = (
            np.where(here > 0.0, values, 0.0).sum(axis=1) / here.sum(axis=1)
            for values in (np.where(sides, b, a), np.where(sides, a, b))
        )
    joint, cases = (pair.field(name)[:, list(near.ties)].sum(axis=1) for name in ("joint", "cases"))
    parts = {"trust_given": given, "trust_received": received, "partners": here.sum(axis=1), "cases": cases, "joint": joint}
    return {name: _both(values) for name, values in parts.items()}


def _why(found: ChoiceTerms) -> dict[str, Any]:
    """Terms of the weekly choice to work jointly, from week 1 on."""
    return {
        "terms": [
            {"name": name, "display": ChoiceTerms.display(name), "for": ChoiceTerms.speaks_for(name), **_both(found.terms[name])}
            for name in TERMS
        ],
        "chance": _both(found.chance),
    }


def _events(traced: TraceResult) -> list[dict[str, Any]]:
    """What happened to the team and its leaders, by week and world: dated events, decisions, leaders who went and came."""
    pair, near = traced.pair, traced.near
    found = []
    for k, world in enumerate(WORLDS):
        for item in pair.arms[k].timeline:
            for name in item.keys() & catalogue().events.keys():
                display = catalogue().events[name].display
                found.append({"week": item["week"], "world": world, "event": name, "who": "", "display": display})
        for p in near.leaders:
            who = pair.world.posts[p].name
            mode = pair.field("mode")[:, p, k]
            for week in np.flatnonzero(mode > 0.0).tolist():
                display = f"decided {labels.decision_way(mode[week])}"
                found.append({"week": week, "world": world, "event": "decided", "who": who, "display": display})
            for name, event, display in (("exits", "left", "left"), ("incumbent", "arrived", "a successor arrived")):
                for week in (np.flatnonzero(np.diff(pair.field(name)[:, p, k]) > 0.0) + 1).tolist():
                    found.append({"week": week, "world": world, "event": event, "who": who, "display": display})
    return sorted(found, key=lambda one: (one["week"], one["world"], one["event"], one["who"]))


def _names(carrier: str) -> list[str]:
    return [name for name in (*STATE[carrier], *COUNT.get(carrier, ())) if _kept(name)]


def _kept(name: str) -> bool:
    """States and counts; not the dice that leaders are measured against."""
    carrier = GRIDS[name]
    return name not in ("fate", "survival", "unopened") and name in (*STATE.get(carrier, ()), *COUNT.get(carrier, ()))


def _both(values: NDArray[np.float64]) -> dict[str, list[float | None]]:
    """[week, world] as two lists."""
    return {world: [_said(float(x)) for x in values[:, k]] for k, world in enumerate(WORLDS)}


def _said(value: float) -> float | None:
    return round(value, DIGITS) if math.isfinite(value) else None
