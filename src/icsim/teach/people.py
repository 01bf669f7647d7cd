"""What happened to people: who left, who came, who stayed in the other world; each departure once."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from icsim.catalogue.labels import plain_name
from icsim.teach import page_types as page
from icsim.teach.page_text import PlainNames, event_said
from icsim.trace.paired_run import RecordedRun
from icsim.world.population import Population, TeamRecord

SITE = re.compile(r"[ _]([a-z])$")
"""One of several that are told apart by a letter: `hospital_a`."""
TITLES = ("lead", "chief", "executive", "board", "director", "manager")  # a post with one of these is named by itself
MOST = 5  # of leaders who are told of: a story, not a list
SOON = 4  # weeks: who leaves in both worlds so close together left in both alike


def called(world: Population, post: int) -> str:
    """A leader as people speak of one: “the chief”, “the popular leader”."""
    name, site = _apart_from_site(world.posts[post].name)
    return f"the {name}{site}" if any(title in name for title in TITLES) else f"the {name} leader{site}"


def _apart_from_site(name: str) -> tuple[str, str]:
    """What somebody is called, and “ of hospital A” where a letter tells places apart: not “the hospital a nurses”."""
    home, _, own = name.rpartition("/")
    if not SITE.search(home):
        return plain_name(name), ""
    return plain_name(own), f" of {SITE.sub(lambda found: ' ' + found[1].upper(), plain_name(home))}"


def team_called(team: TeamRecord) -> tuple[str, bool]:
    """A team as people speak of one, and whether it is plural: “the surgery nurses”, “the hospice palliative team”."""
    plain, site = _apart_from_site(team.name)
    if plain.endswith("s") or team.size == 1:
        return f"the {plain}{site}", plain.endswith("s")
    return f"the {plain.removesuffix(' team')} team{site}", False


def comings_and_goings(run: RecordedRun) -> list[page.SentGone]:
    """Who left and who came, and what was dated, by week; a departure that was dated is the departure, and counted once."""
    world, found = run.arms[0].world, list[page.SentGone]()
    exits, holder = run.field("exits"), run.field("incumbent")
    left = {(week, post, k) for week, post, k in _steps(exits)}
    for kind, steps in (("left", sorted(left)), ("came", _steps(holder))):
        said = "left" if kind == "left" else "was followed by somebody new"
        for week, post, k in steps:
            text = f"{called(world, post)} {said}"
            found.append({"week": week, "world": k, "leader": post, "kind": "left" if kind == "left" else "came", "text": text})
    for k, arm in enumerate(run.arms):
        for item in arm.timeline:
            told = "leader_exit" in item and any((item["week"], post, k) in left for post in range(len(world.posts)))
            if item["week"] <= run.last and not told:
                found.append({"week": item["week"], "world": k, "leader": -1, "kind": "event", "text": event_said(item, arm)})
    return sorted(found, key=lambda one: (one["week"], one["world"]))


def _steps(counted: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Week, post and world wherever a count of [week, post, world] goes up."""
    for week, post, k in np.argwhere(np.diff(counted, axis=0) > 0.0).tolist():
        yield week + 1, post, k


def people_captions(run: RecordedRun, names: Sequence[str], put: PlainNames) -> list[page.SentCaption]:
    """The first departure from each post that did not go alike in all worlds, in a sentence about who left; the earliest first."""
    world, first = run.arms[0].world, dict[int, dict[int, int]]()
    for week, post, k in _steps(run.field("exits")):
        first.setdefault(post, {}).setdefault(k, week)
    apart = {post: weeks for post, weeks in first.items() if _differs(weeks, len(names))}
    found: list[page.SentCaption] = []
    for post, weeks in sorted(apart.items(), key=lambda item: min(item[1].values()))[:MOST]:
        week = min(weeks.values())
        text = put.put(_told(called(world, post), weeks, names))
        leads = [n for n, team in enumerate(world.teams) if post in (team.leader, team.system)]
        found.append(
            {"week": week, "until": week, "kind": "people", "text": text, "badge": None,
             "badgetext": None, "team": leads[0] if len(leads) == 1 else None, "leader": post}
        )  # fmt: skip
    return found


def _differs(weeks: dict[int, int], worlds: int) -> bool:
    return len(weeks) < worlds or max(weeks.values()) - min(weeks.values()) > SOON


def _told(who: str, weeks: dict[int, int], names: Sequence[str]) -> str:
    """“Week 76: the popular leader left in “managed by numbers”, and stayed in “no cuts”.”"""
    by_week: dict[int, list[str]] = {}
    for k in sorted(weeks, key=lambda k: (weeks[k], k)):
        by_week.setdefault(weeks[k], []).append(f"“{names[k]}”")
    (first, where), *later = by_week.items()
    stayed = [f"“{name}”" for k, name in enumerate(names) if k not in weeks]
    parts = [f"Week {first}: {who} left in {' and '.join(where)}"]
    parts += [f"week {week} in {' and '.join(there)}" for week, there in later]
    still = f", and stayed in {' and '.join(stayed)}" if stayed else ""
    return f"{'; '.join(parts)}{still}."
