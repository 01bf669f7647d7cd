"""The words of verdicts: what each word means, and which one a judged theory or clause has.

Legends, tables, headlines, the terminal, `verdicts.json` and docs/verdicts.md take their words from here, and these take
their limits from `icsim.statistics.effect_shares`, which judges.
"""

from collections.abc import Mapping, Sequence

from icsim.base.plain_text import and_list
from icsim.report.theory.share_text import counts_of, held_count, quoted
from icsim.results.verdict import ClauseRecord, VerdictRecord
from icsim.statistics.effect_shares import CONTRADICTED, ENOUGH_DRAWS, LEANING, NO_EFFECT, SUPPORTED, Band, Expect
from icsim.theory.boundary import Boundaries
from icsim.theory.theory_schema import PARAMETER_DEPENDENT, RoleName
from icsim.theory.verdict import NOT_TESTED, Verdict

AT_LEAST_LEANING = f"at least {Band.LEANING}"
NOT_SETTLED = "not settled"
NO_ROUTE = "no route in the model"
QUICK = "a quick look"
BOUNDARY, NO_BOUNDARY, NOT_SOUGHT = "boundary found", "no boundary found", "no boundary sought"
WORDS = (Band.SUPPORTED, Band.LEANING, Band.NO_EFFECT, Band.CONTRADICTED, Band.UNRESOLVED)
HELD = frozenset({Band.SUPPORTED, Band.LEANING})


def _of(limit: float) -> str:
    return f"in {100 * limit:.0f} of 100 settings or more"


CRITERIA: Mapping[str, str] = {
    Band.SUPPORTED: f"{_of(SUPPORTED)}, every key clause came as expected (needs {ENOUGH_DRAWS} settings)",
    Band.LEANING: f"{_of(LEANING)}, every key clause came as expected",
    Band.NO_EFFECT: f"{_of(NO_EFFECT)}, no key clause moved by as much as counts",
    Band.CONTRADICTED: f"{_of(CONTRADICTED)}, a key clause went the other way by as much as counts",
    Band.UNRESOLVED: "none of the four above: part of it came, or the settings disagree; the headline says which",
    AT_LEAST_LEANING: f"the 95 % interval leaves {Band.SUPPORTED} and {Band.LEANING}, and excludes the other three",
    NOT_SETTLED: "the 95 % interval leaves more than one of the first five words, not only the first two; those excluded are named",
    NOT_TESTED: f"the resource arrived in fewer than {100 * LEANING:.0f} of 100 settings",
    NO_ROUTE: "no rule leads from what differs between the worlds to a key clause: this is no evidence for or against it",
    Band.NO_VALUE: "what is asked for could be read in no setting",
}
"""Each word of a theory and when it stands; of a clause, the clause itself is the only one that counts."""
SLICES = (
    ("expected", "every key clause came as expected", "a"),
    ("partly", "some came and some did not", "b"),
    ("negligible", "no key clause moved", "c"),
    ("opposite", "a key clause went the other way", "d"),
)
"""The kinds of settings of a theory; their shares add up to one."""
CLAUSE_SLICES = (
    ("expected", "as expected", "a"), ("negligible", "within the smallest effect", "c"), ("opposite", "the other way", "d"),
)  # fmt: skip
SHADES = {"a": "dark", "b": "medium", "c": "light", "d": "hatched"}
MOVED: Mapping[Expect, tuple[str, str, str]] = {
    "up": ("rose", "did not rise", "fell where a rise is expected"),
    "down": ("fell", "did not fall", "rose where a fall is expected"),
    "none": ("did not move by as much as counts, as expected", "moved", "moved where no change is expected"),
    "inverted_u": ("was highest in between", "was not highest in between", "was highest at one of the two ends"),
}
"""How a clause came, did not move, or went the other way."""
COUNTS = " by as much as counts"  # of what did not rise or fall: it may have, by less, every time


def one_word(possible: Sequence[Band]) -> str:
    """The word of a theory or clause: that of its band, if only one is possible; else what the bands have in common."""
    if len(possible) == 1:
        return possible[0]
    return AT_LEAST_LEANING if possible and set(possible) <= HELD else NOT_SETTLED


def excluded(possible: Sequence[Band], quick: bool) -> tuple[Band, ...]:
    """The words that the intervals exclude; in a quick look nothing could be supported anyway."""
    return tuple(band for band in WORDS if band not in possible and not (quick and band == Band.SUPPORTED))


def verdict_word(judged: Verdict, role: RoleName, boundary: Boundaries | None, routed: bool = True) -> str:
    """The verdict in as few words as there are. A sign that hangs on numbers gets no word of a share: it may have a boundary."""
    if not routed:
        return NO_ROUTE
    if not judged.tested:
        return NOT_TESTED
    if role != PARAMETER_DEPENDENT or not judged.shares.draws:
        return one_word(judged.bands)
    if boundary is None:
        return NOT_SOUGHT
    return BOUNDARY if boundary.found else NO_BOUNDARY


def clause_word(clause: ClauseRecord) -> str:
    """The word of a clause; none for an outcome that has a boundary instead, and for a choice, which is no amount."""
    return word_of_clause(clause.bands, bool(clause.choice), is_unreached(clause))


def word_of_clause(bands: Sequence[Band], chosen: bool, unreached: bool) -> str:
    """The same from its parts, for what is drawn before there is a record; `unreached`: no rule leads to it."""
    if chosen:
        return ""
    if unreached:
        return NO_ROUTE
    return one_word(bands) if bands else ""


def is_unreached(clause: ClauseRecord) -> bool:
    """Whether no rule leads to a clause, though it should move."""
    return clause.route is not None and clause.route.steps is None and clause.expect != "none"


def clause_phrase(name: str, clause: ClauseRecord) -> str:
    """What became of a clause: `“clarity” rose`, `“trust” did not rise`, or in how many settings it did."""
    came, stayed, reversed_ = MOVED[clause.expect]
    beyond = _beyond(clause)
    less = COUNTS if clause.expect in ("up", "down") else ""
    held = counts_of(clause.shares)
    if is_unreached(clause):
        return f"no rule leads to {quoted(name)}"
    if not clause.shares.draws:
        return f"{quoted(name)} could not be read"
    if clause.bands and set(clause.bands) <= HELD:
        return f"{quoted(name)} {came}{beyond}"
    if clause.bands == (Band.NO_EFFECT,):
        return f"{quoted(name)} {stayed}{beyond}{less}"
    if clause.bands == (Band.CONTRADICTED,):
        return f"{quoted(name)} {reversed_}{beyond}"
    if not held["expected"] and not held["opposite"]:
        return f"{quoted(name)} {stayed}{beyond}{less} in any of {clause.shares.draws} settings"
    told = [f"{came} in {held['expected']}"] + ([f"{reversed_} in {held['opposite']}"] if held["opposite"] else [])
    return f"{quoted(name)} {' and '.join(told)} of {clause.shares.draws} settings{beyond}"


def headline(judged: VerdictRecord, named: Sequence[tuple[str, ClauseRecord]]) -> str:
    """What became of the key clauses in one sentence, after the verdict's word; `named` are all of them with their names."""
    kinds, draws = counts_of(judged.shares), judged.shares.draws
    if judged.verdict_text == Band.NO_EFFECT:
        return f"no key clause moved by as much as counts in {kinds['negligible']} of {draws} settings"
    came = [clause_phrase(name, one) for name, one in named if one.bands and set(one.bands) <= HELD]
    rest = [clause_phrase(name, one) for name, one in named if not (one.bands and set(one.bands) <= HELD)]
    if judged.verdict_text == Band.CONTRADICTED:
        went = f"a key clause went the other way in {kinds['opposite']} of {draws} settings"
        return "; ".join([went, *rest, *came])
    return and_list(came + rest) if not rest or not came else f"{and_list(came)}; {and_list(rest)}"


def kinds_sentence(judged: VerdictRecord) -> str:
    """All settings by what became of the key clauses together: the counts add up."""
    counts = counts_of(judged.shares)
    told = [f"{said} in {counts[name]}" for name, said, _ in SLICES if counts[name]]
    return f"of {judged.shares.draws} settings, {'; '.join(told)}"


def settle_sentence(judged: VerdictRecord) -> str | None:
    """What the intervals exclude, where they leave more than one word."""
    out = excluded(judged.bands, judged.preliminary)
    if len(judged.bands) < 2:
        return None
    told = f"{and_list(out)} {'is' if len(out) == 1 else 'are'} excluded" if out else "nothing is excluded yet"
    if len(judged.bands) == 2:  # of more there is no saying what is left, but only what is not
        told += f", {judged.bands[0]} and {judged.bands[1]} are left"
    return f"{told}; the counts by themselves would be called “{judged.at_one}”"


def overview_word(judged: VerdictRecord) -> str:
    """The word for a line of its own: where it is not settled, with what is excluded."""
    return word_with_excluded(judged.bands, judged.preliminary) if judged.verdict_text == NOT_SETTLED else judged.verdict_text


def word_with_excluded(possible: Sequence[Band], quick: bool) -> str:
    """The word that the bands leave; where it is not settled, with those that they exclude."""
    word = one_word(possible)
    return f"{word} (excluded: {', '.join(excluded(possible, quick)) or 'nothing'})" if word == NOT_SETTLED else word


def legend(slices: Sequence[tuple[str, str, str]]) -> str:
    """What the shades of a bar mean."""
    return f"Bar: {'; '.join(f'{SHADES[shade]}, {said}' for _, said, shade in slices)}."


def criteria_rows() -> list[tuple[str, str]]:
    """The table of words: in the report and in docs/verdicts.md."""
    return [(str(word), said) for word, said in CRITERIA.items()]


def held_and_word(judged: VerdictRecord) -> str:
    """How often it held, and the word for it if there is one."""
    return held_count(judged.shares) + (f", {overview_word(judged)}" if judged.bands else "")


def _beyond(clause: ClauseRecord) -> str:
    """What a difference of differences is: more than up or down."""
    if clause.stronger_for is not None:
        return f" further ({clause.who})"
    return f" {clause.expected.partition(', ')[2]}" if clause.expected.endswith("beyond the sum of both") else ""
