"""Worlds as the page takes them: everybody's states in every week, measures, captions, and who came and went."""

from collections.abc import Collection, Sequence

import numpy as np

from icsim.catalogue import catalogue
from icsim.catalogue.labels import PEOPLE_SERVED, plain_name, short_name
from icsim.config.settings import Settings
from icsim.teach import page_types as page
from icsim.teach import state_encoding
from icsim.teach.first_difference import first_visible_difference
from icsim.teach.page_text import PlainNames, as_subject, difference_text
from icsim.teach.people import comings_and_goings, people_captions
from icsim.teach.spoken_lines import spoken
from icsim.teach.story import (
    captions_payload,
    divergence_payload,
    first_divergent_team,
    in_order,
    most_affected,
    story,
    without_departures,
)
from icsim.teach.weekly_readings import display_of, everybody, smallest_of, weekly_readings
from icsim.trace.captions import ChainLink
from icsim.trace.paired_run import RecordedRun
from icsim.world.population import Population

VERSION = 1
SLIDERS = ("context", "leadership")  # whose values in each world go along, for the page's sliders


def run_payload(
    run: RecordedRun, names: Sequence[str], query: str, replicate: int, luck_said: str, only: Collection[str] | None = None
) -> page.SentWorlds:
    """Everything about a run of two or three worlds but its story (`with_story`), of which only the first deed is told.

    `only`: the states and measures that are wanted, beside those that every picture needs; None for all.
    """
    world = run.arms[0].world
    shown = state_encoding.encode_states(run, only)
    return {
        "version": VERSION,
        "query": query,
        "names": list(names),
        "difference": difference_text(run.arms, names),
        "place": {"name": world.place, "display": world.title},
        "weeks": run.last,
        "replicate": replicate,
        "representative_text": luck_said,
        **_everybody(world),
        "ties": np.stack([run.block.tie_a, run.block.tie_b], axis=-1).tolist(),
        "fields": {carrier: [one.head for one in those] for carrier, those in shown.items()},
        "states": {carrier: state_encoding.pack_states(carrier, those) for carrier, those in shown.items()},
        "measures": _measures(run, only),
        "brief": True,
        "parting": {"week": None, "text": "", "team": None, "event": _first_deed(run, names)},
        "captions": [],
        "gone": comings_and_goings(run),
        "settings": [_sliders(arm) for arm in run.arms],
    }


def _everybody(world: Population) -> page.SentEverybody:
    return {
        "organisations": [
            {"id": one.name, "name": plain_name(one.name), "sector": plain_name(one.sector), "kind": plain_name(one.kind),
             "site": plain_name(one.site), "power": one.power}
            for one in world.organisations
        ],
        "teams": [
            {"id": one.name, "name": short_name(one.name), "full": plain_name(one.name), "organisation": one.organisation,
             "profession": plain_name(one.profession), "site": plain_name(world.organisations[one.organisation].site),
             "size": one.size, "users": any(n in group.teams for group in world.users), "leader": one.leader}
            for n, one in enumerate(world.teams)
        ],
        "leaders": [
            {"id": one.name, "name": short_name(one.name), "full": plain_name(one.name), "organisation": one.organisation,
             "tier": one.tier, "leads": [n for n, team in enumerate(world.teams) if p in (team.leader, team.system)],
             "reports_to": one.reports_to}
            for p, one in enumerate(world.posts)
        ],
        "users": [{"id": one.name, "name": short_name(one.name), "teams": list(one.teams)} for one in world.users],
    }  # fmt: skip


def _measures(run: RecordedRun, only: Collection[str] | None) -> list[page.SentMeasure]:
    known = [
        entry
        for entry in catalogue().measures.values()
        if not entry.per_lever and (only is None or entry.name in only or entry.name in PEOPLE_SERVED)
    ]
    found: list[page.SentMeasure] = []
    for entry, values in zip(known, weekly_readings(run, [everybody(one) for one in known]), strict=True):
        low, high = state_encoding.scale(entry, values)
        top = state_encoding.top_of(entry)
        who, did = spoken(entry, display_of(entry))
        found.append(
            {"name": entry.name, "display": display_of(entry), "unit": entry.unit, "low": low, "high": high, "good": entry.better,
             "smallest": smallest_of(entry, run.arms[0].world, run.last), "count": entry.kind == "count",
             "users": entry.name in PEOPLE_SERVED, "who": who, "did": did, "subject": as_subject(display_of(entry)),
             "top": top, "values": state_encoding.pack_line(values, low, high, top)}
        )  # fmt: skip
    return found


def _first_deed(run: RecordedRun, names: Sequence[str]) -> page.SentDeed | None:
    done = first_visible_difference(run.pair(), names)
    return None if done is None else {"week": done.week, "text": done.text, "team": done.team, "leader": done.leader}


def with_story(
    told: page.SentWorlds, run: RecordedRun, names: Sequence[str], chain: tuple[int, Sequence[ChainLink]] | None = None
) -> page.SentWorlds:
    """With the story of the team that the difference moved most, and where the worlds first part; what takes longest to work out.

    `chain`: of a theory's worlds, whom to follow instead, and the theory's clauses.
    """
    pair, put = run.pair(), PlainNames(run.arms[0].world)
    moved, links = chain or (most_affected(pair), ())
    mine = without_departures(story(pair, moved, names, links))
    return {
        **told,
        "brief": False,
        "parting": {**told["parting"], **divergence_payload(pair, first_divergent_team(pair, moved), put)},
        "captions": in_order([*people_captions(run, names, put), *captions_payload(mine, names, put)]),
    }


def _sliders(arm: Settings) -> dict[str, float | str]:
    """What a world begins with, path by path; a lever that was left alone has the value that it follows."""
    found = {path: value for path, value in arm.by_path.items() if path.partition(".")[0] in SLIDERS}
    for path in [path for path, value in found.items() if value is None]:
        _, tier, *_, lever = path.split(".")
        found[path] = arm.levers(tier)[lever]
    return found
