"""One theory's section of report.html: what `theory_section.html.j2` needs beside the model of its `verdict.json`."""

from collections.abc import Mapping, Sequence

from icsim.report.citation import references
from icsim.report.page import BarSlice, bar, render
from icsim.report.theory.clause_text import NONE
from icsim.report.theory.further_text import compared, size_of, worse_off
from icsim.report.theory.share_text import INTERVALS, count_of_draws
from icsim.report.theory.source_text import TRIED, citation, quotes, source_line, written_head
from icsim.report.theory.theory_terminal import HEADER, INHERITED, marked, row
from icsim.report.theory.verdict_text import LABELS, is_quick
from icsim.report.theory.verdict_words import CLAUSE_SLICES, QUICK, SLICES, held_and_word, legend
from icsim.report.words import readable_name, sentence
from icsim.results.further import SubgroupRecord
from icsim.results.values import Estimate, Shares
from icsim.results.verdict import ClauseRecord, VerdictFile, VerdictRecord
from icsim.theory.verdict import SAID, ReasoningOutcomeCell

SECTION = "section.html"
FIGURES = ("forest", "trajectories", "dose_response", "mediation", "subgroups", "scope")  # in the order of the report
LINKS = ("context", "resource", "reasoning", "outcome")
PATTERNS = dict(zip(ReasoningOutcomeCell, "abcd", strict=True))
USERS = (
    "The review found no evidence on service users at all. What they live through here, and whatever is said of them, rests "
    "on our assumptions."
)
CAPTIONS = {
    "forest": "Every clause: how large its effect is in plausible settings, and how often it came as expected.",
    "trajectories": "The same measures week by week, with every number at its default.",
    "dose_response": "The outcome as one lever goes from none to all.",
    "scope": "Every setting that was tried, by the two things that went along most with whether it held.",
    "subgroups": "The effect in every part of the place, on leaders and on the people served.",
    "mediation": "How much of the effect passes through the reasoning, counted both ways round.",
}
ELSEWHERE = ("mediation", "subgroups", "scope")  # figures that stand with their own questions
CERTAINTY_LINES = ("excluded", "effort", "settings", "smallest", "near", "counted", "replicates")
CLAUSE_TABLE_CAPTION = (
    "One row a clause. Held in: in how many plausible settings the effect goes beyond the smallest that counts, as expected. "
    f"Effect: mean over all settings with its 95 % interval, from {INTERVALS}. {legend(CLAUSE_SLICES)}"
)


def theory_section(found: VerdictFile, figures: Sequence[str]) -> str:
    """One theory's section of report.html. `figures`: stems of the PNG files to embed, in order."""
    said, _, rest = " ".join(found.lines("verdict")).partition(": ")
    return render(
        "theory_section.html.j2",
        found=found,
        source=source_line(found.id, found.source),
        quotes=quotes(found.source),
        verdict=(said, rest),
        quick=QUICK if is_quick(found.verdict) else "",
        told=_told(found),
        kinds=_kinds(found.verdict),
        rests=_rests(found),
        cited=_cited(found),
        patterns=_patterns(found.verdict),
        chains=_chains(found),
        compared=_compared(found),
        clause_caption=CLAUSE_TABLE_CAPTION,
        clause_head=(*HEADER[1:], "of all settings"),
        clauses=[_clause(clause) for clause in found.clauses],
        figures=figures,
        elsewhere=ELSEWHERE,
        captions=CAPTIONS,
        alts={name: _described(found, name) for name in figures},
        held="; ".join(dict.fromkeys(f"{one.display}, {one.who}" for one in found.part("reasoning"))),
        unattended=_unattended(found),
        certainty=found.lines(*CERTAINTY_LINES),
        scope=found.scope.sentences if found.scope else (),
        forms=[(one.differs, _held(one.verdict), _bar(one.verdict)) for one in found.robustness if one.kind == "variant"],
        bars=legend(SLICES),
        groups=_groups(found.subgroups or ()),
        users=USERS,
        evidence=evidence_text(found),
    )


def _cited(found: VerdictFile) -> list[str]:
    """What a paper that uses this would cite: the software, the review, and the theory's own source, if it has another."""
    own = [] if found.source.is_the_review else [f"{citation(found.source)}."]
    return [*references(found.versions.get("icsim", "")), *own]


def evidence_text(found: VerdictFile) -> str:
    """How many of the numbers behind the verdict are what."""
    counts = found.evidence
    told = [_counted(counts.drawn, "the numbers of all rules that were drawn over their ranges")]
    if counts.mechanism and sum(counts.of_mechanism.values()):
        told.append(_counted(counts.of_mechanism, f"those of the rules of {readable_name(counts.mechanism)}"))
    return " ".join(told)


def _counted(by_label: Mapping[str, int], of: str) -> str:
    said = ", ".join(f"{count} {LABELS[label]}" for label, count in by_label.items() if count)
    return f"Of {sum(by_label.values())}, {of}: {said}."


def _told(found: VerdictFile) -> list[str]:
    """What stands below the verdict."""
    starts = (("Mostly: ", "pattern"), ("", "boundary"), ("Where its sign comes from: ", "sign"))
    return [sentence(f"{start}{line}.") for start, about in starts for line in found.lines(about)]


def _kinds(judged: VerdictRecord) -> list[BarSlice]:
    """All settings by what became of the key clauses together; none where nothing was tested or read."""
    if not judged.readable:
        return []
    return [BarSlice(said, getattr(judged.shares, name).value or 0.0, shade) for name, said, shade in SLICES]


def _rests(found: VerdictFile) -> list[str]:
    """What the verdict rests on, in a sentence or two: settings, replicates, and how many numbers are assumptions."""
    drawn, effort = found.evidence.drawn, found.effort
    many = sum(drawn.values())
    return [
        f"{effort.draws} settings of the rules' numbers, {effort.replicates} replicates each. Of {many} numbers drawn over their "
        f"ranges, {drawn.get('assumption', 0)} are assumptions ({drawn.get('assumption', 0) / max(1, many):.0%}).",
        *(f"To be aware of: {line}." for line in found.lines("warning")),
    ]


def _patterns(judged: VerdictRecord) -> list[BarSlice]:
    """The shares of the four patterns; none where nothing was tested or read."""
    if not judged.readable:
        return []
    return [BarSlice(f"{cell} ({SAID[cell]})", judged.patterns[cell].value or 0.0, kind) for cell, kind in PATTERNS.items()]


def _chains(found: VerdictFile) -> tuple[tuple[str, ...], list[tuple[str, ...]]] | None:
    """The theory in words, as written and as recast: head and rows of a table."""
    both = {written_head(found.source): found.as_written, TRIED: found.recast}
    given = {title: chain for title, chain in both.items() if chain is not None}
    rows = [(link, *(getattr(chain, link) for chain in given.values())) for link in LINKS]
    if found.actors is not None:
        tried = found.actors.words
        written = found.actors.as_written or (tried if found.recast is None else NONE)
        rows.insert(1, ("actors", *(tried if chain is found.recast else written for chain in given.values())))
    return (("", *given), rows) if given else None


def _compared(found: VerdictFile) -> dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """Tables, head and rows: what each arm sets, and what all share."""
    one = found.comparison
    arms = [(label, *(arm.values[path] for arm in one.arms)) for path, label in one.labels.items()]
    if any(arm.events for arm in one.arms):
        arms.append(("dated events", *("; ".join(arm.events) or NONE for arm in one.arms)))
    set_: list[tuple[str, str]] = [("place", one.place), ("weeks", str(one.weeks)), *one.context.items()]
    shared: list[tuple[str, ...]] = [(label, marked(value, label in one.inherited)) for label, value in set_]
    events = [marked(event, event in one.inherited) for event in one.events]
    shared += [("dated events", "; ".join(events))] if events else []
    shared += [("set on the command line", ", ".join(one.overrides))] if one.overrides else []
    both: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]] = {
        "What is set in one of the worlds, as it counts in each.": (
            ("", *(readable_name(arm.name) for arm in one.arms)),
            arms,
        ),
        f"What all worlds share and the theory{_before(found)} or the command line set; everything else is at its default.": (
            (),
            shared,
        ),
    }
    return both


def _before(found: VerdictFile) -> str:
    """Who else set what all worlds share."""
    follows = found.comparison.follows
    return f", {follows}, which it follows ({INHERITED})," if follows is not None else ""


def _clause(clause: ClauseRecord) -> tuple[str, ...]:
    no_say = "" if clause.primary or clause.part == "resource" else " (no say in the verdict)"
    first = f"{sentence(clause.part)}{no_say}: {clause.display}"
    return (first, *row(clause)[1:], _slices(clause.shares, CLAUSE_SLICES) if clause.shares.draws else "no value")


def _slices(three: Shares, kinds: Sequence[tuple[str, str, str]]) -> str:
    return bar([BarSlice(said, getattr(three, name).value or 0.0, kind) for name, said, kind in kinds], three.draws)


def _unattended(found: VerdictFile) -> str:
    """Why there is no comparison with mere attention, where there is none."""
    if not found.effort.robustness_draws:
        return "Not looked at: budget.robustness_draws is 0."
    if found.part("outcome")[0].contrast.startswith("("):
        return "Not compared: four worlds are compared, and this look is for two."
    return "Not compared: the first world spends no more of its leaders' hours than the second."


def _groups(rows: Sequence[SubgroupRecord]) -> list[tuple[str, ...]]:
    """Rows of a table: everybody, the people served, and who is worse off."""
    worse = worse_off(rows)
    shown = [row for row in rows if (row.declared and row.group.kind in ("everybody", "served")) or row in worse]
    return [
        (compared(row), row.group.label, str(row.week), size_of(row), _share(row.better, row.draws), _share(row.worse, row.draws))
        for row in shown
    ]


def _share(share: Estimate, draws: int) -> str:
    return NONE if share.value is None else count_of_draws(share, draws)


def _held(judged: VerdictRecord) -> str:
    """How often, and the word for it if there is one."""
    if not judged.readable:
        return judged.verdict_text
    return held_and_word(judged)


def _bar(judged: VerdictRecord) -> str:
    return _slices(judged.shares, SLICES) if judged.readable else NONE


def _described(found: VerdictFile, name: str) -> str:
    """What a figure shows, for those who do not see it."""
    if name == "mediation":
        return "; ".join(found.lines("mediation"))
    if name == "subgroups":
        return "; ".join(f"{compared(row)}, {row.group.label}: {size_of(row)}" for row in found.subgroups or () if row.drawn)
    if name == "dose_response":
        return "; ".join(
            f"{one.display} as {one.along} goes from none to all, median of settings: "
            + ", ".join("no value" if x is None else f"{x:.2f}" for x in one.median)
            for one in found.doses
        )
    told = [row(clause) for clause in found.clauses if name == "forest" or clause.part != "resource"]
    if name == "trajectories":
        measured = "; ".join(dict.fromkeys(f"{what}, {who}" for what, who, *_ in told))
        return f"Curves over time in all worlds compared, {found.compared}: {measured}"
    return "; ".join(
        f"{what}, {who}, week {week}, expected {way}: held in {held}, effect {size}" for what, who, week, way, held, size, _ in told
    )
