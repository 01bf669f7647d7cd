"""`report.html` of `icsim compare`: what changed between two versions, which clause moved, side by side; from `comparison.json`."""

from icsim.report.comparison.comparison_text import HEAD, SAME_WORDS, comparison_rows, opening
from icsim.report.section_page import PageFigure, PageSection, PageTable, Row, section_page
from icsim.report.theory.clause_text import NONE
from icsim.report.theory.log_text import LOG_HEAD
from icsim.report.theory.share_text import INTERVALS, held_count, interval_of_share
from icsim.report.theory.verdict_words import criteria_rows
from icsim.report.words import sentence
from icsim.results.comparison import ComparisonFile, VersionRecord

FIGURE = "comparison"
NAMES = ("first", "second")


def comparison_page(found: ComparisonFile) -> str:
    """The whole page, its figure by the name of its file."""
    sections = [
        PageSection("short", "In short", [f"{sentence(line)}." for line in _short(found)], pictures=[_figure(found)]),
        PageSection("changed", "What changed between the versions", tables=[_changes(found)]),
        PageSection("moved", "Which clause moved", tables=[_clauses(found)]),
        PageSection("verdicts", "Both verdicts", tables=[_verdicts(found), _held(found)]),
        PageSection("compared", "What was compared in each", _compared(found)),
        PageSection("log", "Versions and predictions", tables=[_log(found)]),
        PageSection("words", "What the words mean", tables=[PageTable("Words of verdicts.", ("word", "when"), criteria_rows())]),
    ]
    own = dict.fromkeys(f"{one.cited}." for one in found.both if one.cited)
    title = f"{found.first.title}: two versions compared"
    return section_page(title, found.note, sections, [found.command], found.versions, list(own))


def _short(found: ComparisonFile) -> list[str]:
    told = [opening(found)]
    for name, one in zip(NAMES, found.both, strict=True):
        told.append(f"{name}: {one.headline}")
        told += [f"why that is open: {one.why}"] if one.why else []
    warned = [
        f"to be aware of, {name}: {text}" for name, one in zip(NAMES, found.both, strict=True) for text in one.comparison.warnings
    ]
    return [*told, *found.sentences, *warned]


def _figure(found: ComparisonFile) -> PageFigure:
    rows = "; ".join(f"{what}, {who}: {size}, {says}" for _, what, who, _, _, _, size, _, says in comparison_rows(found))
    return PageFigure(
        FIGURE, f"Effects of both versions, {rows}", "Every clause in both versions, in the same settings and replicates."
    )


def _changes(found: ComparisonFile) -> PageTable:
    words = (
        f" Below the line “{SAME_WORDS}” stands what is worded otherwise." if any(one.words_only for one in found.changes) else ""
    )
    rows: list[Row] = [(one.key, one.first, one.second) for one in found.changes if not one.words_only]
    apart: list[Row] = [(one.key, one.first, one.second) for one in found.changes if one.words_only]
    caption = f"What the two files say differently, key by key.{words}"
    return PageTable(caption, ("key", "first", "second"), [*rows, *([(SAME_WORDS,)] if apart else []), *apart])


def _clauses(found: ComparisonFile) -> PageTable:
    caption = (
        "Of both versions, the first before the arrow. Second less first: how the effects differ, setting by setting, averaged; "
        f"in brackets the 95 % interval, from {INTERVALS}."
    )
    return PageTable(caption, (*HEAD[:-1], "says"), comparison_rows(found))


def _verdicts(found: ComparisonFile) -> PageTable:
    rows = [(name, *_verdict(one)) for name, one in zip(NAMES, found.both, strict=True)]
    return PageTable("Each version by itself.", ("version", "file", "hash", "verdict", "held in", "mostly"), rows)


def _verdict(one: VersionRecord) -> Row:
    judged = one.verdict
    if not judged.readable:
        return one.file, one.version, judged.verdict_text, NONE, NONE
    interval = interval_of_share(judged.shares.expected, judged.shares.draws)
    return one.file, one.version, judged.verdict_text, f"{held_count(judged.shares)} ({interval})", judged.pattern


def _held(found: ComparisonFile) -> PageTable:
    held, of = found.held, found.first.effort.draws
    counts = (
        ("both versions", held.both),
        ("the first alone", held.first),
        ("the second alone", held.second),
        ("neither", held.neither),
    )
    rows = [(name, f"{count} of {of}") for name, count in counts]
    return PageTable("In how many of the same settings all of it came.", ("all of it came in", "settings"), rows)


def _compared(found: ComparisonFile) -> list[str]:
    return [f"{name.capitalize()}: {_worlds(one)}" for name, one in zip(NAMES, found.both, strict=True)]


def _worlds(one: VersionRecord) -> str:
    """The sentence of what is compared, and what all worlds of the version share."""
    shared = [f"{label} {value}" for label, value in one.comparison.context.items()] + list(one.comparison.events)
    return f"{one.comparison.sentence.rstrip('.')}." + (f" In all of its worlds: {'; '.join(shared)}." if shared else "")


def _log(found: ComparisonFile) -> PageTable:
    caption = "Each time that one of them was tried, from the log: what it predicts is written before its worlds run."
    rows = [(one.when, one.theory, one.version, one.changed, one.predicted, one.came) for one in found.log]
    return PageTable(caption, LOG_HEAD, rows)
