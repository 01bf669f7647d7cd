"""Captions as the page says them: one short sentence about people, two numbers at most; all the rest is one click away."""

from collections.abc import Sequence

import numpy as np

from icsim.catalogue import catalogue
from icsim.catalogue.labels import plain_name
from icsim.teach.page_text import as_subject, matters, number
from icsim.teach.people import called, team_called
from icsim.teach.state_encoding import as_sent
from icsim.trace.captions import TOLD_UNITS, Caption
from icsim.trace.input_differences import InputDifference
from icsim.trace.paired_run import PairedRun
from icsim.trace.series import MeasureSeries
from icsim.world.population import Population

DID = {
    "trust": "trusted each other more",
    "trust_in_leader": "trusted the leader more",
    "leader_trust": "trusted each other more",
    "collaboration": "worked together more",
    "attendance": "came to joint meetings more often",
    "intent": "meant more to work together",
    "ownership": "felt decisions to be more their own",
    "clarity": "knew better who decides and what is expected",
    "reason_understood": "understood the reasons better",
    "safety": "felt safer to speak",
    "speaking_up": "spoke up more",
    "fairness": "found decisions fairer",
    "morale": "had higher morale",
    "territoriality": "guarded their own patch more",
    "identity_threat": "feared more to lose who they are",
    "job_fear": "feared more for jobs",
    "credibility": "believed the leader more",
    "willingness": "{be} more willing to try",
    "backlog": "had more undigested change",
    "reporting_time": "spent more time on reporting",
    "waiting": "kept new cases waiting longer",
    "staff_strain": "{be} under more strain",
    "leader_strain": "{be} under more strain",
    "loyalty_strain": "{be} more torn between two loyalties",
    "misfit": "clashed more with the values above",
    "sectional_interest": "looked more to own interest",
    "seen_as_sectional": "{be} seen more as serving own interest",
    "partnership_value": "held partnership more as a core value",
    "risk_aversion": "avoided risk more",
    "short_termism": "looked more to the short term",
    "belief_error": "{be} more wrong about the ground",
    "user_experience": "had a better experience",
}
"""Of whoever has more of a measure: what they did or felt, in words about people. All others “were higher on” it."""
MOST = 3  # things that one leader did differently in a sentence
TOWARDS = " towards "
EXITS = "leader_exits"


def subject(world: Population, who: str) -> tuple[str, bool]:
    """Whoever has something, as the subject of a sentence, and whether it is plural: “the surgery nurses”, “the popular leader”."""
    who = who.partition(TOWARDS)[0]
    posts = [one.name for one in world.posts]
    if who in posts:
        return called(world, posts.index(who)), False
    teams = {one.name: one for one in world.teams}
    if who in teams:
        return team_called(teams[who])
    if who.endswith(" and partners") and who.removesuffix(" and partners") in teams:
        return f"{team_called(teams[who.removesuffix(' and partners')])[0]} and partners", True
    return plain_name(who), not who.startswith("the ")


def series_sentence(caption: Caption, one: MeasureSeries, world: Population, names: Sequence[str]) -> str:
    """“The surgery nurses were higher on fear for jobs in “managed by numbers”: 0.71 against 0.24.”"""
    who, many = subject(world, one.who)
    if one.entry.name == EXITS:
        return capital(_departures(one, who, names))
    week = caption.weeks[1]
    if matters_from(one) is None:
        return f"Nothing followed for {who}: {as_subject(one.display)} did not differ by enough to matter."
    values = _as_shown(one, week)
    if np.isnan(values).any():
        return f"By week {week} {as_subject(one.display)} could not be compared for {who}."
    if not matters_in(one, week):
        return f"In week {week} {as_subject(one.display)} did not differ by enough to matter for {who}."
    high = int(values[1] > values[0])
    count = one.entry.kind == "count"
    be = "were" if many else "was"
    verb = f"had more {one.display}" if count else DID.get(one.entry.name, f"{{be}} higher on {one.display}").format(be=be)
    unit = f" {one.entry.unit}" if one.entry.unit in TOLD_UNITS else ""
    said = [number(float(values[k]), count) for k in (high, 1 - high)]
    return capital(f"{who} {verb} in “{names[high]}”: {said[0]} against {said[1]}{unit}.")


def matters_in(one: MeasureSeries, week: int) -> bool:
    """Whether the difference of a week is enough to matter, as its numbers are written."""
    first, second = (float(value) for value in _as_shown(one, week))
    return matters(first, second, float(one.smallest[week]), one.entry.kind == "count")


def matters_from(one: MeasureSeries) -> int | None:
    """The first week in which it is; None where it never is."""
    return next((week for week in range(len(one.values)) if matters_in(one, week)), None)


def _as_shown(one: MeasureSeries, week: int) -> np.ndarray:
    low, high = one.entry.range
    return one.values[week] if high is None else as_sent(one.values[week], low, high)


def _departures(one: MeasureSeries, who: str, names: Sequence[str]) -> str:
    """Who left where, and when first."""
    weeks = [np.flatnonzero(np.nan_to_num(one.values[:, k]) > 0.0) for k in range(2)]
    if not any(part.size for part in weeks):
        return f"{who} left in neither world."
    return f"{who} " + " and ".join(
        f"left in “{name}” in week {int(part[0])}" if part.size else f"stayed in “{name}”"
        for part, name in zip(weeks, names, strict=False)
    ) + "."  # fmt: skip


def deed_sentence(items: Sequence[InputDifference], pair: PairedRun, names: Sequence[str]) -> str:
    """What one leader did differently from one week on; or what was different all round."""
    week, head = items[0].week, items[0].name.partition(".")[0]
    if head == "event":
        return _event(items[0], pair, names)
    ways = [_way(one) for one in items]
    parts = [
        f"in “{names[k]}”: {_listed([one.display for one, way in zip(items, ways, strict=True) if way == k])}"
        for k in range(2)
        if k in ways
    ]
    other = _listed([one.display for one, way in zip(items, ways, strict=True) if way is None])
    if items[0].who:
        who = called(pair.world, [post.name for post in pair.world.posts].index(items[0].who))
        did = [f"did more of this {'; and '.join(parts)}"] if parts else []
        did += [f"did this otherwise: {other}"] if other else []
        return f"From week {week} on, {who} {'; and '.join(did)}."
    there = [f"there was more of this {'; and '.join(parts)}"] if parts else []
    there += [f"this was otherwise: {other}"] if other else []
    return f"From week {week} on {'; and '.join(there)}."


def _way(one: InputDifference) -> int | None:
    """In which world there was more of it; None where it is no matter of more and less."""
    try:
        first, second = (float(value) for value in one.values)
    except ValueError:
        return None
    return int(second > first)


def _listed(parts: Sequence[str]) -> str:
    more = f" and {len(parts) - MOST} more" if len(parts) > MOST else ""
    return f"{', '.join(parts[:MOST])}{more}"


def _event(one: InputDifference, pair: PairedRun, names: Sequence[str]) -> str:
    """A dated event of one world that the other had not, or had otherwise."""
    name = one.name.partition(".")[2]
    display = catalogue().events[name].display
    there = [[item for item in arm.timeline if item["week"] == one.week and name in item] for arm in pair.arms]
    fields = next(item[name] for arm in there for item in arm)
    acting = str(fields.get("by") or fields.get("who") or "")
    posts = [post.name for post in pair.world.posts]
    who = called(pair.world, posts.index(acting)) if acting in posts else ""
    only = [k for k, items in enumerate(there) if items]
    if len(only) == 1:
        return f"In week {one.week}, only in “{names[only[0]]}”: {display}{f' ({who})' if who else ''}."
    if name == "decision" and who:
        return f"In week {one.week}, {who} decided in another way in “{names[0]}” than in “{names[1]}”."
    return f"In week {one.week} this went another way in each world: {display}{f' ({who})' if who else ''}."


def capital(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]
