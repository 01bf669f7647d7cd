"""The further questions in plain words: who loses, was it needed, whose sign is it, where is the boundary."""

from collections.abc import Collection, Iterator, Sequence

from icsim.base.plain_text import and_list
from icsim.report.theory.clause_text import role_text
from icsim.report.theory.share_text import distinct_name, of_100, quantity
from icsim.results.further import LookedAtRecord, NecessityRecord, SubgroupRecord
from icsim.results.verdict import VerdictFile
from icsim.theory.subgroups import MOST

MOST_TOLD = 6  # of those who are worse off
MOST_LOST = 3  # of the measures in which each is
LARGEST = 3  # of the losses: the terminal gives their sizes
FEW = 0.75  # of the settings: what has a value in fewer of them is told last


def further_lines(found: VerdictFile) -> Iterator[tuple[str, str]]:
    """What each line is about, and its text."""
    yield from _role(found)
    yield from _boundary(found)
    if found.subgroups is not None:
        yield "subgroups", who_loses(found.subgroups, found.looked_at)
    if found.scope is not None:
        yield from (("scope", sentence.rstrip(".")) for sentence in found.scope.sentences)
    if found.necessity is not None:
        yield "necessity", _needed(found.necessity)


def _role(found: VerdictFile) -> Iterator[tuple[str, str]]:
    role, declared = found.role_found, role_text(found.role)
    if role is None:
        return
    how = f"in {role.draws} settings, {role.replicates} replicates"
    if role.found is None:
        yield "sign", f"declared {declared}; what it is cannot be computed: {role.reason}"
    elif role.differs:
        yield "sign", f"declared {declared}, found {role_text(role.found)} ({how}): {role.reason}"
    else:
        yield "sign", f"found {role_text(role.found)}, as declared ({how}): {role.reason}"


def _boundary(found: VerdictFile) -> Iterator[tuple[str, str]]:
    if found.boundary is None:
        return
    outcomes = found.part("outcome")
    named = {one.clause: distinct_name(one, outcomes) for one in outcomes}
    for one in found.boundary.found:
        yield "boundary", f"{named[one.clause]}, {one.counted}: {one.words}"
    for other in found.boundary.without:
        yield "boundary", f"{named[other.clause]}: {other.reason}"


def who_loses(rows: Sequence[SubgroupRecord], looked: LookedAtRecord | None, brief: bool = False) -> str:
    """Everybody who is worse off, in what, and where that was looked for; `brief`: sizes of the largest losses alone."""
    if looked is not None and looked.begins > looked.week and all(row.week < looked.begins for row in rows):
        seen = f"it was looked in week {looked.week}, and the worlds first differ in week {looked.begins}"
        return f"nothing could have happened yet to anybody: {seen}"
    who = worse_off(rows)
    sized = {id(row) for row in (who[:LARGEST] if brief else who)}
    by_label: dict[str, list[SubgroupRecord]] = {}
    for row in who:
        by_label.setdefault(_who(row), []).append(row)
    told = "; ".join(f"{label} ({_losses(own, rows, sized)})" for label, own in list(by_label.items())[:MOST_TOLD])
    if len(by_label) > MOST_TOLD:
        told += f"; and {len(by_label) - MOST_TOLD} more"
    half = f"{of_100(MOST)} of 100 settings or more"
    if len(sized) < len(who):
        told += f" (sizes of the largest {len(sized)}; the report has all)"
    nobody = f"nobody can be said to be worse off in {half}" if _only_perhaps(rows) else f"nobody is worse off in {half}"
    lost = f"worse off in {half}: {told}{_spared(rows)}" if who else nobody
    both = next((row.contrast for row in rows if row.interaction and not row.own_contrast), "")
    if both:
        lost = f"by {both}, that is where the first difference is worse for them than the second, {lost}"
    return f"{lost}{_by_chance(rows, looked)}; looked at{_when(rows, looked)}: {_looked(looked)}"


def _who(row: SubgroupRecord) -> str:
    """Of whom: a mean of everybody that leaves some out is no loss of each."""
    return f"{row.group.label}, on average" if row.spared else row.group.label


def _losses(rows: Sequence[SubgroupRecord], every: Sequence[SubgroupRecord], sized: Collection[int]) -> str:
    """What one part of the place loses, most first; of a measure that it loses in several weeks each is told with its week."""
    names = [f"{compared(row)}{with_value(row, every)}" for row in rows]
    told = []
    for name, row in zip(names, rows, strict=True):
        week = f", week {row.week}" if names.count(name) > 1 else ""
        told.append(f"{name}{week}, {size_of(row)}" if id(row) in sized else f"{name}{week}")
    more = [f"and {len(told) - MOST_LOST} more"] if len(told) > MOST_LOST else []
    return "; ".join([*told[:MOST_LOST], *more])


def _spared(rows: Sequence[SubgroupRecord]) -> str:
    """Who is not worse off, where the mean of everybody is: the parts that are stand by their own names."""
    by_label: dict[str, dict[str, None]] = {}
    for row in rows:
        for label in row.spared if row.worse_off else ():
            by_label.setdefault(label, {})[compared(row)] = None
    alike: dict[tuple[str, ...], list[str]] = {}
    for label, measures in sorted(by_label.items(), key=lambda one: -len(one[1])):
        alike.setdefault(tuple(measures), []).append(label)
    told = [
        f"{and_list([*names[:MOST_LOST], *_more(names)])} ({'; '.join([*measures[:MOST_LOST], *_more(measures)])})"
        for measures, names in list(alike.items())[:MOST_LOST]
    ]
    return f"; not: {'; '.join([*told, *_more(list(alike))])}" if told else ""


def _more(of: Sequence[object]) -> list[str]:
    return [f"{len(of) - MOST_LOST} more"] if len(of) > MOST_LOST else []


def _by_chance(rows: Sequence[SubgroupRecord], looked: LookedAtRecord | None) -> str:
    """How many look worse as often, and not beyond what chance does among so many."""
    perhaps = sorted(_only_perhaps(rows), key=lambda row: -(row.worse.value or 0.0))
    if not perhaps:
        return ""
    many, more = len(perhaps), " more" if any(row.worse_off for row in rows) else ""
    look = f"{many}{more} reading looks" if many == 1 else f"{many}{more} readings look"
    named = list(dict.fromkeys(f"{row.group.label}: {compared(row)}" for row in perhaps))
    among = f" among {looked.readings - looked.unreached}" if looked else ""
    return f"; {look} worse ({'; '.join([*named[:MOST_LOST], *_more(named)])}) but not beyond what chance does{among}"


def _only_perhaps(rows: Sequence[SubgroupRecord]) -> list[SubgroupRecord]:
    """Readings that are worse in as many settings as it takes, but not beyond what chance does."""
    return [row for row in rows if (row.worse.value or 0.0) >= MOST and not row.worse_off]


def _when(rows: Sequence[SubgroupRecord], looked: LookedAtRecord | None) -> str:
    """The weeks in which it was looked."""
    weeks = sorted({row.week for row in rows} | ({looked.week} if looked else set()))
    if not weeks:
        return ""
    return f" in week {weeks[0]}" if len(weeks) == 1 else f" in weeks {and_list([str(week) for week in weeks])}"


def _looked(looked: LookedAtRecord | None) -> str:
    """What was looked at: without it, nobody can tell what "nobody" means."""
    if looked is None:
        return "the declared outcomes, leaders' strain and the people served"
    text = f"{looked.measures} measures of {looked.groups} parts of the place, {looked.readings} readings"
    return f"{text}, {looked.unreached} of which no rule reaches" if looked.unreached else text


def worse_off(rows: Sequence[SubgroupRecord]) -> list[SubgroupRecord]:
    """Who is worse off, most first; where everybody is, or the same people go by two names, the others go without saying.

    A mean of everybody that is worse though some parts are not is told by the parts that are; if none is by itself, as a mean.
    """
    lost = [row for row in rows if row.worse_off]
    whole = [row for row in lost if row.group.kind == "everybody"]
    parts = {_question(row) for row in lost if row.group.kind != "everybody"}
    told = [row for row in whole if not row.spared or _question(row) not in parts]
    everywhere = {_question(row) for row in told}
    found = [row for row in lost if row in told or (row not in whole and _question(row) not in everywhere)]
    once = {(*_question(row), row.effect.value): row for row in reversed(found)}  # the first of each stays
    few = {id(row): row.draws < FEW * _settings(row, rows) for row in once.values()}
    return sorted(once.values(), key=lambda row: (few[id(row)], -abs(row.effect.value or 0.0) / row.smallest_effect))


def _question(row: SubgroupRecord) -> tuple[str, int, str]:
    return row.measure, row.week, row.contrast


def with_value(row: SubgroupRecord, every: Sequence[SubgroupRecord]) -> str:
    """Of how many settings the share is, where it has no value in some: they say nothing of it either way."""
    whole = _settings(row, every)
    return f", of those with a value ({row.draws} of {whole} settings)" if row.draws < whole else ""


def _settings(row: SubgroupRecord, every: Sequence[SubgroupRecord]) -> int:
    """In how many settings rows of its kind were read: what was found by looking everywhere may be read in fewer."""
    return max(one.draws for one in every if one.declared == row.declared)


def compared(row: SubgroupRecord) -> str:
    """The measure, with what is compared where that is not what the theory compares."""
    return f"{row.display}, {row.contrast}" if row.own_contrast else row.display


def size_of(row: SubgroupRecord) -> str:
    """The effect on a group, with its interval."""
    return quantity(row.effect, row.smallest_effect)


def _needed(found: NecessityRecord) -> str:
    first, second = f"“{found.first}”", f"“{found.second}”"
    parts = [
        (found.pn, found.with_it, f"it came about in {first}", f"it did not in {second}"),
        (found.ps, found.pairs - found.without, f"it did not in {second}", f"it did in {first}"),
    ]
    told = [
        f"of {many} pairs of worlds in which {given}, {then} in {round(share.value * many)}"
        if share.value is not None
        else f"there is no pair of worlds in which {given}"
        for share, many, given, then in parts
    ]
    return f"counted as having come about: {found.occurred_if}; {'; '.join(told)}"
