"""What stands in a supplement: one table of verdicts, one of clauses for each theory, how they were made, and the sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from icsim.report.chain_text import chain_text
from icsim.report.theory.actors_text import actors_sentence
from icsim.report.theory.clause_text import NONE
from icsim.report.theory.log_text import LOG_HEAD
from icsim.report.theory.share_text import INTERVALS, effect_text, held_count
from icsim.report.theory.source_text import REVIEW_CITED, citation, left_out
from icsim.report.theory.verdict_text import NOT_A_FORECAST, is_quick
from icsim.report.theory.verdict_words import QUICK, clause_word, criteria_rows
from icsim.report.words import readable_name, sentence
from icsim.results.chains import ChainRecord
from icsim.results.verdict import VerdictFile, VerdictsFile
from icsim.theory.verdict import NOT_TESTED

VERSIONS = "Versions and predictions: each time that a theory was tried; what it predicts was written before its worlds ran"
Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SupplementTable:
    """A table with its title."""

    title: str
    head: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True)
class Supplement:
    """The content, in reading order."""

    title: str
    notes: tuple[str, ...]
    tables: tuple[SupplementTable, ...]
    method: tuple[str, ...]
    sources: tuple[str, ...]


def supplement(study: VerdictsFile, log: Rows = (), chains: Sequence[ChainRecord] = ()) -> Supplement:
    """The content of a study's supplement; `log`: rows of `LOG_HEAD`; `chains`: of theories that follow others."""
    found = study.theories
    quick = any(is_quick(one.verdict) for one in found)
    notes = [NOT_A_FORECAST, f"Verdicts of {QUICK} stand here: nothing is called supported." if quick else ""]
    notes += [line for one in found for line in _headline(one)]
    notes += [f"{sentence(chain_text(one))}." for one in chains]
    return Supplement(
        title="Programme theories, tried in simulation",
        notes=tuple(note for note in notes if note),
        tables=(
            _verdicts(found),
            *(table for one in found for table in (_compared(one), _clauses(one))),
            *([SupplementTable(VERSIONS, LOG_HEAD, log)] if log else []),
            SupplementTable("What the words mean", ("word", "when"), tuple(criteria_rows())),
        ),
        method=tuple(_method(study)),
        sources=tuple(_sources(found)),
    )


def _verdicts(found: Sequence[VerdictFile]) -> SupplementTable:
    rows = tuple((one.id, one.title, _actors(one), citation(one.source), *_verdict(one)) for one in found)
    return SupplementTable("Verdicts", ("theory", "claim", "who acts", "source", "verdict", "held in", "mostly"), rows)


def _actors(found: VerdictFile) -> str:
    return actors_sentence(found.actors) if found.actors is not None else NONE


def _verdict(found: VerdictFile) -> tuple[str, str, str]:
    judged = found.verdict
    if not judged.tested:
        return NOT_TESTED, NONE, NONE
    return judged.verdict_text, held_count(judged.shares), judged.pattern if judged.readable else NONE


BESIDE = (
    ("verdict", ""), ("why", "why it is open"), ("passage", "the chain of reasons"), ("warning", "to be aware of"),
    ("chain", "where it stands"), ("subgroups", "who loses"), ("route", "route"), ("mediation", "through the reasoning"),
    ("role", "role"), ("sign", "where its sign comes from"), ("boundary", "boundary"),
)  # fmt: skip
"""What the text says of each theory, as the report does, with what each line is called."""


def _headline(found: VerdictFile) -> Iterator[str]:
    """What came, as the report begins with it, what a reader should be warned of, and what stands beside the verdict."""
    for about, called in BESIDE:
        start = f"{found.id}, {called}" if called else found.id
        yield from (f"{start}: {line.rstrip('.')}." for line in found.lines(about))


def _compared(found: VerdictFile) -> SupplementTable:
    """What each world sets, and what all of them share: a verdict is of nothing else."""
    one = found.comparison
    names = [readable_name(arm.name) for arm in one.arms]

    def everywhere(what: str, value: str) -> tuple[str, ...]:
        return (what, *([value] * len(names)))

    rows = [(label, *(arm.values[path] for arm in one.arms)) for path, label in one.labels.items()]
    if any(arm.events for arm in one.arms):
        rows.append(("dated events", *("; ".join(arm.events) or NONE for arm in one.arms)))
    rows += [everywhere("place", one.place), everywhere("weeks", str(one.weeks))]
    rows += [everywhere(label, value) for label, value in one.context.items()]
    rows += [everywhere("dated event", event) for event in one.events]
    rows += [everywhere("set in the command", override) for override in one.overrides]
    return SupplementTable(f"{found.id}: what was compared", ("what is set", *names), tuple(rows))


def _clauses(found: VerdictFile) -> SupplementTable:
    head = ("part", "what", "who", "week", "expected", "held in", "effect [95 %]", "verdict")
    rows = tuple(
        (
            one.part,
            one.display,
            one.who,
            f"by {one.week}" if one.cumulative else str(one.week),
            one.expected,
            held_count(one.shares),
            effect_text(one),
            clause_word(one) or NONE,
        )
        for one in found.clauses
    )
    return SupplementTable(f"{found.id}: {found.title}. Compared: {found.compared}.", head, rows)


def _method(study: VerdictsFile) -> Iterator[str]:
    for one in study.theories:
        effort, said = one.effort, left_out(one.source)
        yield (
            f"{one.id}: {effort.place}, {effort.weeks} weeks, {effort.draws} parameter sets, {effort.replicates} replicates of "
            f"each with common random numbers, first seed {effort.seed}, first structure {effort.structure_seed}; "
            f"content {one.content_hash}.{said}"
        )
    yield f"Effects are means over parameter sets; in brackets their 95 % intervals, from {INTERVALS}."
    made = "; ".join(f"{name} {version}" for name, version in study.theories[0].versions.items())
    yield f"{made}. Made by: {study.command}"


def _sources(found: Sequence[VerdictFile]) -> Iterator[str]:
    yield f"The model is made from: {REVIEW_CITED}"
    cited = dict.fromkeys(citation(one.source) for one in found if not one.source.is_the_review)
    yield from sorted(cited)
