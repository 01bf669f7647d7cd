"""What a scoreboard says in plain words, from its model: one truth for the terminal, the page and the figure."""

from collections.abc import Iterator, Mapping

from icsim.base.plain_text import and_list
from icsim.catalogue import MECHANISMS
from icsim.catalogue.labels import count_word
from icsim.report.theory.share_text import count_of_draws, interval_of_share, of_100
from icsim.report.theory.verdict_words import AT_LEAST_LEANING, NOT_SETTLED
from icsim.results.scoreboard import (
    CellRecord,
    ClauseInWords,
    DiscriminatingShare,
    JointRecord,
    ScoreboardFile,
    ScoreRow,
    ScoreSentence,
)
from icsim.results.values import Estimate
from icsim.results.verdict import ClauseRecord
from icsim.statistics.effect_shares import Band
from icsim.theory.model_comparison import MODEL
from icsim.theory.theory_schema import PARAMETER_DEPENDENT

OURS = f"{count_word(len(MECHANISMS))} mechanisms"
VERIFICATION = "The boxes are written into the rules: passing is verification, not a finding."
BAND_LETTERS: Mapping[str, str] = {
    Band.SUPPORTED: "S",
    Band.LEANING: "L",
    AT_LEAST_LEANING: "L+",
    Band.UNRESOLVED: "U",
    Band.NO_EFFECT: "N",
    Band.CONTRADICTED: "C",
    NOT_SETTLED: "?",
}
NONE = "–"
KEY = (
    "Of 100 plausible settings of a model, in how many all key clauses hold together, its 95 % interval, and the verdict: "
    f"{', '.join(f'{letter} {band}' for band, letter in BAND_LETTERS.items())}, {NONE} not tested. A model passes where its "
    "interval leaves only supported and leaning. A theory whose sign hangs on numbers has no letter: no model passes "
    "or fails it."
)
FEWER_NOTE = "* of those in which the resource arrived and could be read"
TOGETHER = "all together in the same draw"


def letters(cell: CellRecord) -> str:
    """The verdict of a cell as a letter; nothing where the sign hangs on numbers."""
    if not cell.tested:
        return NONE
    return BAND_LETTERS.get(cell.verdict_text, NONE) if cell.bands else ""


def share_text(cell: CellRecord) -> str:
    """`97`, of 100; with a star where the resource did not arrive in all settings."""
    if not cell.tested or cell.share.value is None:
        return NONE
    return of_100(cell.share.value) + ("*" if cell.missing else "")


def held_of(cell: CellRecord) -> str:
    """`57 of 64`: in how many settings with a value it held."""
    return count_of_draws(cell.share, cell.draws) if cell.tested and cell.share.value is not None else NONE


def ends(found: Estimate) -> str:
    """`[89, 99]`: the interval of a share, of 100."""
    return f"[{of_100(found.low)}, {of_100(found.high)}]"


def interval_or_reason(cell: CellRecord) -> str:
    """The interval of a cell, or why there is none."""
    if not cell.tested:
        return "not tested"
    return NONE if cell.share.value is None else ends(cell.share)


def any_missing(found: ScoreboardFile) -> bool:
    """Whether a cell rests on fewer settings than were tried, which then is said."""
    return any(cell.tested and cell.missing for row in found.theories for cell in row.cells.values())


def scoreboard_lines(found: ScoreboardFile) -> Iterator[ScoreSentence]:
    """Every line in reading order: which theory it is about (or `together`), of what kind it is, and the text."""
    shown = {model.name: model.display for model in found.models}
    for row in sorted(found.theories, key=lambda row: not row.rivals_only):  # what speaks against the model comes first
        text = role_p_text(row, shown) if row.role == PARAMETER_DEPENDENT else pass_text(row, shown, found.complete)
        yield ScoreSentence(about=row.id, kind="passes", text=text)
    for text in _together(found.together, shown):
        yield ScoreSentence(about="together", kind="together", text=text)
    for row in found.theories:
        for text in _discriminating(row, shown):
            yield ScoreSentence(about=row.id, kind="discriminating_clause", text=text)


def role_p_text(row: ScoreRow, shown: Mapping[str, str]) -> str:
    """How often a theory held under each model that gets no word, for its sign hangs on numbers."""
    told = [f"{held_of(row.cells[model])} under {'the ' if model == MODEL else ''}{name}" for model, name in shown.items()]
    hangs = "its sign hangs on how large some numbers are, so no model passes or fails it"
    return f"{hangs}; settings in which it held: {and_list(told)}"


def pass_text(row: ScoreRow, shown: Mapping[str, str], complete: bool) -> str:
    """Which models pass, what they leave open, and whether passing says anything."""
    others = [shown[model] for model in row.passes if model != MODEL]
    ours = shown[MODEL]
    if row.rivals_only:
        how = "open under" if MODEL in row.open else "not under"
        text = f"passes under {and_list(others)}, {how} the {ours}"
    elif MODEL in row.passes:
        text = f"passes under the {ours} and under {and_list(others) if others else 'no rival'}"
    else:
        text = f"passes under no model{f', open under the {ours}' if MODEL in row.open else ''}"
    undecided = [shown[model] for model in row.open if model != MODEL]
    text += f"; open under {and_list(undecided)}" if undecided else ""
    if row.no_information:
        every = "every rival passes" if complete else "every rival that was tried passes"
        text += f"; {every}: it carries no information about the {OURS}"
    return text


def clause_label(clause: ClauseInWords | ClauseRecord) -> str:
    """A clause: what is measured, of whom, and when."""
    return f"{clause.display}, {clause.who}, {'by ' if clause.cumulative else ''}week {clause.week}"


def _together(found: Mapping[str, JointRecord], shown: Mapping[str, str]) -> Iterator[str]:
    for model, one in found.items():
        text = (
            f"{shown[model]}: all theories hold in {one.held} of {one.draws} settings ({interval_of_share(one.share, one.draws)})"
        )
        if one.missing:
            text += f"; in {one.missing} the resource of at least one did not arrive, which counts as not held"
        yield text


def _discriminating(row: ScoreRow, shown: Mapping[str, str]) -> Iterator[str]:
    """Rivals of which the same is said share a line."""
    told: dict[str, list[str]] = {}
    for model, one in row.discriminating_clause.items():
        told.setdefault(_told_apart(one), []).append(shown[model])
    for text, models in told.items():
        yield f"from {and_list(models)}: {text}"


def _told_apart(one: DiscriminatingShare | None) -> str:
    if one is None:
        return "no clause tells the two apart"
    here, there = one.here, one.there
    text = (
        f"{clause_label(one)}, {one.contrast}: {one.expected} in {count_of_draws(here, one.draws_here)} settings, "
        f"under the rival in {count_of_draws(there, one.draws_there)}"
    )
    if here.low is None or here.high is None or there.low is None or there.high is None:
        return text
    overlap = here.low <= there.high and there.low <= here.high
    return f"{text}; their intervals overlap" if overlap else text
