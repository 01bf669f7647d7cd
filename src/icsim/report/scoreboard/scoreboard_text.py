"""What a scoreboard says in plain words, from its plain data: one truth for the terminal, the page and the figure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from icsim.catalogue import MECHANISMS
from icsim.catalogue.labels import count_word
from icsim.report.theory.share_text import interval_of_share, of_100
from icsim.report.theory.verdict_text import PARAMETER_DEPENDENT
from icsim.statistics.effect_shares import Band
from icsim.theory.model_comparison import MODEL

Plain = dict[str, Any]

OURS = f"{count_word(len(MECHANISMS))} mechanisms"
VERIFICATION = "The boxes are written into the rules: passing is verification, not a finding."
BAND_LETTERS: Mapping[str, str] = {
    Band.SUPPORTED: "S",
    Band.LEANING: "L",
    Band.UNRESOLVED: "U",
    Band.NO_EFFECT: "N",
    Band.CONTRADICTED: "C",
}
NONE = "–"
KEY = (
    "Of 100 plausible settings of a model, in how many all key clauses hold together, its 95 % interval, and the verdict: "
    f"{', '.join(f'{letter} {band}' for band, letter in BAND_LETTERS.items())}, {NONE} not tested. Two letters where the interval "
    "leaves two. A model passes where only S and L are left. A theory whose sign hangs on numbers has no letter: no model passes "
    "or fails it."
)
FEWER_NOTE = "* of those in which the resource arrived and could be read"
TOGETHER = "all together in the same draw"


def letters(cell: Plain) -> str:
    """The verdict of a cell: `S`, or `S/L` where two are left; nothing where the sign hangs on numbers."""
    return "/".join(BAND_LETTERS.get(band, NONE) for band in cell["bands"]) if cell["tested"] else NONE


def share_text(cell: Plain) -> str:
    """`97`, of 100; with a star where the resource did not arrive in all settings."""
    if not cell["tested"] or cell["share"]["value"] is None:
        return NONE
    return of_100(cell["share"]["value"]) + ("*" if cell["missing"] else "")


def ends(found: Plain) -> str:
    """`[89, 99]`: the interval of a share, of 100."""
    return f"[{of_100(found['low'])}, {of_100(found['high'])}]"


def interval_or_reason(cell: Plain) -> str:
    """The interval of a cell, or why there is none."""
    if not cell["tested"]:
        return "not tested"
    return NONE if cell["share"]["value"] is None else ends(cell["share"])


def any_missing(found: Plain) -> bool:
    """Whether a cell rests on fewer settings than were tried, which then is said."""
    return any(cell["tested"] and cell["missing"] for row in found["theories"] for cell in row["cells"].values())


def scoreboard_lines(found: Plain) -> list[dict[str, str]]:
    """Every line in reading order: which theory it is about (or `together`), of what kind it is, and the text."""
    shown = {model["name"]: model["display"] for model in found["models"]}
    rows = sorted(found["theories"], key=lambda row: not row["rivals_only"])  # what speaks against the model comes first
    made = [
        (
            row["id"],
            "passes",
            role_p_text(row, shown) if row["role"] == PARAMETER_DEPENDENT else pass_text(row, shown, found["complete"]),
        )
        for row in rows
    ]
    made += [("together", "together", text) for text in _together(found["together"], shown)]
    made += [(row["id"], "apart", text) for row in found["theories"] for text in _apart(row, shown)]
    return [{"about": about, "kind": kind, "text": text} for about, kind, text in made]


def role_p_text(row: Plain, shown: Mapping[str, str]) -> str:
    """How often a theory held under each model that gets no word, for its sign hangs on numbers."""
    told = [f"{share_text(row['cells'][model])} under {'the ' if model == MODEL else ''}{name}" for model, name in shown.items()]
    return f"its sign hangs on how large some numbers are, so no model passes or fails it; held in, of 100 settings, {joined(told)}"


def pass_text(row: Plain, shown: Mapping[str, str], complete: bool) -> str:
    """Which models pass, what they leave open, and whether passing says anything."""
    others = [shown[model] for model in row["passes"] if model != MODEL]
    ours = shown[MODEL]
    if row["rivals_only"]:
        how = "open under" if MODEL in row["open"] else "not under"
        text = f"passes under {joined(others)}, {how} the {ours}"
    elif MODEL in row["passes"]:
        text = f"passes under the {ours} and under {joined(others) if others else 'no rival'}"
    else:
        text = f"passes under no model{f', open under the {ours}' if MODEL in row['open'] else ''}"
    undecided = [shown[model] for model in row["open"] if model != MODEL]
    text += f"; open under {joined(undecided)}" if undecided else ""
    if row["no_information"]:
        every = "every rival passes" if complete else "every rival that was tried passes"
        text += f"; {every}: it carries no information about the {OURS}"
    return text


def clause_label(clause: Plain) -> str:
    """A clause: what is measured, of whom, and when."""
    return f"{clause['display']}, {clause['who']}, {'by ' if clause['until'] else ''}week {clause['week']}"


def joined(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _together(found: Mapping[str, Plain], shown: Mapping[str, str]) -> Iterator[str]:
    for model, one in found.items():
        text = f"{shown[model]}: all theories hold in {one['held']} of {one['draws']} settings ({interval_of_share(one['share'])})"
        if one["missing"]:
            text += f"; in {one['missing']} the resource of at least one did not arrive, which counts as not held"
        yield text


def _apart(row: Plain, shown: Mapping[str, str]) -> Iterator[str]:
    """Rivals of which the same is said share a line."""
    told: dict[str, list[str]] = {}
    for model, one in row["apart"].items():
        told.setdefault(_told_apart(one), []).append(shown[model])
    for text, models in told.items():
        yield f"from {joined(models)}: {text}"


def _told_apart(one: Plain | None) -> str:
    if one is None:
        return "no clause tells the two apart"
    here, there = one["here"], one["there"]
    overlap = here["low"] <= there["high"] and there["low"] <= here["high"]
    text = (
        f"{clause_label(one)}, {one['contrast']}: {one['expected']} in {of_100(here['value'])} of 100 settings, "
        f"under the rival in {of_100(there['value'])}"
    )
    return f"{text}; their intervals overlap" if overlap else text
