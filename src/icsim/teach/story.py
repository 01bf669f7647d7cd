"""What happened to whom: where the worlds part, and the captions of one team's story, as `icsim trace` tells them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from icsim.catalogue import catalogue
from icsim.engine.block_fields import COUNT, GRIDS, STATE
from icsim.engine.influences import dependency_edges, written_fields
from icsim.engine.measures import FIELDS
from icsim.teach import page_types as page
from icsim.teach.caption_sentences import EXITS, deed_sentence, matters_from, series_sentence
from icsim.teach.page_text import PlainNames, as_subject, number
from icsim.teach.state_encoding import as_sent
from icsim.trace import labels
from icsim.trace.captions import TOLD_UNITS, Caption, CaptionWriter, ChainLink
from icsim.trace.divergence import NEAR, first_divergence
from icsim.trace.input_differences import InputDifference, distant_differences, local_differences
from icsim.trace.paired_run import EgoNetwork, PairedRun, ego_network
from icsim.trace.series import MeasureSeries, all_series, measure_series
from icsim.trace.step_origin import EMERGENT
from icsim.week.week import STEPS

FAR = 3  # leaders far away of whom is told what they did
DEPARTURE = "event.leader_exit"
"""A departure is told as what happened to somebody, and not again as an event."""


@dataclass(frozen=True)
class StoryCaption:
    """A caption, and what the page says of it in one sentence."""

    caption: Caption
    sentence: str


@dataclass(frozen=True)
class TeamStory:
    """One team's: its position, and its captions in the order of the story."""

    team: int
    captions: tuple[StoryCaption, ...]


def story(pair: PairedRun, team: int, names: Sequence[str], links: Sequence[ChainLink] = ()) -> TeamStory:
    """What happened to a team in two worlds. `links`: the clauses of a theory, where the worlds are a theory's."""
    near = ego_network(pair, team)
    teller = CaptionWriter(pair, near, (names[0], names[1]))
    done = [one for one in local_differences(pair, near) if one.name != DEPARTURE]
    far = () if done else distant_differences(pair, near)
    followed = _once(teller.all((), (), links, all_series(pair, near)))
    return TeamStory(team, (*_deeds(teller, done, far, names), *_in_sentences(teller, followed, names)))


def _deeds(
    teller: CaptionWriter, done: Sequence[InputDifference], far: Sequence[InputDifference], names: Sequence[str]
) -> list[StoryCaption]:
    """Who did what, a caption for everything that one leader did differently from one week on."""
    if not done and not far:
        return [StoryCaption(one, "Nothing was done differently in the two worlds.") for one in teller.doings((), ())]
    groups: dict[object, list[InputDifference]] = {}
    for one in done or far:
        groups.setdefault((one.week, one.name.partition(".")[0], one.who), []).append(one)
    found = []
    for items in list(groups.values())[: None if done else FAR]:
        (told,) = teller.doings(items, ()) if done else teller.doings((), items)
        found.append(StoryCaption(told, deed_sentence(items, teller.pair, names)))
    return found


def _in_sentences(teller: CaptionWriter, captions: Sequence[Caption], names: Sequence[str]) -> list[StoryCaption]:
    """What followed: all but the deeds, which are told by themselves."""
    world = teller.pair.world
    return [
        StoryCaption(one, _plainly(one) if one.series is None else series_sentence(one, one.series, world, names))
        for one in captions
        if one.kind != "action"
    ]


def _plainly(caption: Caption) -> str:
    """Where no difference changed, without the numbers; “nothing followed” would deny what is told between these weeks."""
    if caption.kind != "quiet":
        return caption.text
    first, last = caption.weeks
    return f"From week {first} to week {last} no difference told here changed by enough to matter."


def without_departures(told: TeamStory) -> TeamStory:
    """Without what is said of somebody's departure by a measure, where it is told as what happened to people."""
    kept = [one for one in told.captions if one.caption.series is None or not _left(one.caption.series)]
    return TeamStory(told.team, tuple(kept))


def _left(one: MeasureSeries) -> bool:
    return one.entry.name == EXITS and bool((np.nan_to_num(one.values) > 0.0).any())


def _once(captions: Sequence[Caption]) -> list[Caption]:
    """Each step once: clauses about other teams, read of the team that is followed, say the same numbers of the same week."""
    found: dict[object, Caption] = {}
    for n, one in enumerate(captions):
        found.setdefault(n if one.series is None else (one.series.display, one.series.who, one.weeks), one)
    return list(found.values())


def story_of_leader(pair: PairedRun, post: int, names: Sequence[str]) -> TeamStory:
    """What happened to a leader, and to the team of theirs that the difference moved most."""
    leader = pair.world.posts[post].name
    team = team_of_leader(pair, post)
    near = ego_network(pair, team)
    if not _led_by(pair, post):  # leads leaders only: nobody's team is near
        near = EgoNetwork(team, (post,), (), (), ())
    teller = CaptionWriter(pair, near, (names[0], names[1]))
    near_by, far = local_differences(pair, near), distant_differences(pair, near)
    done = [one for one in (*near_by, *far) if one.who in ("", leader)] or near_by
    carried = [entry.name for entry in catalogue().measures.values() if entry.carrier == "leader" and not entry.per_lever]
    own = [measure_series(pair, near, name, {"leader": leader}) for name in carried]
    followed = teller.all((), (), [], own)
    return TeamStory(team, (*_deeds(teller, done, far, names), *_in_sentences(teller, followed, names)))


def team_of_leader(pair: PairedRun, post: int) -> int:
    """The team of a leader's that the difference moved most; of somebody who leads leaders only, of all teams."""
    return most_affected(pair, _led_by(pair, post))


def _led_by(pair: PairedRun, post: int) -> list[int]:
    return [n for n, team in enumerate(pair.world.teams) if post in (team.leader, team.system)]


def most_affected(pair: PairedRun, among: Sequence[int] = ()) -> int:
    """The team, of all or of some, whose states differ most between the two worlds over all weeks; the first of equals."""
    moved = np.zeros(len(pair.world.teams))
    for entry in catalogue().measures.values():
        field = FIELDS.get(entry.name, (entry.name,))[0]
        if entry.carrier == "team" and entry.kind == "state" and GRIDS.get(field) == "team":
            values = pair.field(field)
            moved += np.abs(values[..., 0] - values[..., 1]).mean(axis=0) / entry.smallest_effect
    chosen = list(among) or list(range(moved.size))
    return chosen[int(moved[chosen].argmax())]


def get_ready() -> None:
    """Read the steps of the week once, before threads need them: Python's parser is not made for several at a time."""
    dependency_edges()
    for step in STEPS:
        written_fields(step)


def divergence_payload(pair: PairedRun, team: int, put: PlainNames) -> page.SentParting:
    """Where the worlds part for a team, as the page has it."""
    near = ego_network(pair, team)
    found = first_divergence(pair, near)
    if found is None:
        return {"week": None, "text": "In this run both worlds stayed the same for this team in every week.", "team": team}
    carrier, row = GRIDS[found.field], found.row
    ends = (int(pair.block.tie_a[row]), int(pair.block.tie_b[row])) if carrier == "tie" else None
    what = f"{labels.state(found.field)} ({labels.holder(pair.world, carrier, row, ends)})"
    same = f"Until week {found.week - 1} both worlds were the same for this team. " * (found.week > 1)
    return {"week": found.week, "text": put.put(f"{same}In week {found.week} they parted, first in {what}."), "team": team}


def first_divergent_team(pair: PairedRun, otherwise: int) -> int:
    """The team for which the worlds part first; of equals `otherwise`, then the first."""
    never = pair.last + 1
    first = {carrier: _first_weeks(pair, carrier) for carrier in NEAR}
    weeks = []
    for team in range(len(pair.world.teams)):
        near = ego_network(pair, team)
        weeks.append(min((int(first[carrier][list(near.rows(carrier))].min(initial=never)) for carrier in NEAR), default=never))
    return otherwise if weeks[otherwise] == min(weeks) else weeks.index(min(weeks))


def _first_weeks(pair: PairedRun, carrier: str) -> np.ndarray:
    """For each row of a carrier, the first week after which any of its states differs; one past the last where none does."""
    names = (*STATE.get(carrier, ()), *COUNT.get(carrier, ()))
    apart = np.logical_or.reduce([pair.apart[name] for name in names])
    return np.where(apart.any(axis=0), apart.argmax(axis=0), pair.last + 1)


def in_order(captions: Sequence[page.SentCaption]) -> list[page.SentCaption]:
    """By the week that they are of; of one week, what was done and what happened to people before what followed."""
    first = {"action": 0, "people": 1}
    return sorted(captions, key=lambda one: (one["until"], first.get(one["kind"], 2)))


def captions_payload(told: TeamStory, worlds: Sequence[str], names: PlainNames) -> list[page.SentCaption]:
    """The captions as the page has them."""
    return [
        {
            "week": caption.weeks[0],
            "until": caption.weeks[1],
            "kind": caption.kind,
            "text": names.put(one.sentence),
            "detail": names.put(caption_text(caption, worlds)),
            "badge": caption.badge.origin if caption.badge else None,
            "badgetext": caption.badge.display if caption.badge else None,
            "team": told.team,
        }
        for one, caption in ((each, each.caption) for each in told.captions)
    ]


def caption_text(caption: Caption, worlds: Sequence[str]) -> str:
    """All of a caption in the page's words: who, what, in which world, with numbers as the page rounds them everywhere."""
    one, values = caption.series, caption.values
    if one is None or values is None:
        return caption.text.replace(" of this run", "")
    week, (began, _) = caption.weeks[1], caption.weeks
    low, high = one.entry.range
    first, second = (float(x) if high is None else float(as_sent(np.array(x), low, high)) for x in values)
    count = one.entry.kind == "count"
    if np.isnan(first) or np.isnan(second) or (began == week and first == second):
        return caption.text.replace(" of this run", "")
    unit = f" {one.entry.unit}" if one.entry.unit in TOLD_UNITS else ""
    said = [f"{number(value, count)}{unit} in “{world}”" for value, world in zip((first, second), worlds, strict=False)]
    counts = matters_from(one)
    judged = "never large enough to matter" if counts is None else f"large enough to matter from week {counts} on"
    stood = f"In week {week}, {as_subject(one.display)} ({one.who}) stood at {said[0]} and {said[1]}."
    return f"{stood} The difference was {judged}.{caption.judged}{_way(caption)}"


def _way(caption: Caption) -> str:
    """By which way it came, where nobody wrote that in."""
    badge = caption.badge
    if badge is None or badge.origin != EMERGENT or not badge.through:
        return ""
    return f" It came{' through others,' if badge.others else ''} by way of {', '.join(badge.through)}."
