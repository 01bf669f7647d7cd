"""`report.html`: all theories of a study on one page that holds everything, to be kept, sent or printed."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from icsim.report.chain_text import chain_text
from icsim.report.page import render
from icsim.report.theory.clause_text import NONE, role_text
from icsim.report.theory.log_text import LOG_HEAD
from icsim.report.theory.share_text import INTERVALS, held_count
from icsim.report.theory.theory_section import USERS
from icsim.report.theory.unsettled_text import why_short
from icsim.report.theory.verdict_text import NOT_A_FORECAST, is_quick
from icsim.report.theory.verdict_words import (
    AT_LEAST_LEANING,
    BOUNDARY,
    NO_ROUTE,
    NOT_SETTLED,
    QUICK,
    criteria_rows,
    overview_word,
)
from icsim.report.words import sentence
from icsim.results.chains import ChainRecord
from icsim.results.verdict import VerdictFile
from icsim.statistics.effect_shares import ENOUGH_DRAWS, Band
from icsim.theory.theory_schema import EMERGENT
from icsim.theory.verdict import NOT_TESTED

HEAD = ("theory", "role", "held in", "verdict", "mostly")
ORDER = (
    Band.CONTRADICTED, Band.NO_EFFECT, Band.UNRESOLVED, NOT_SETTLED, Band.LEANING, AT_LEAST_LEANING, Band.SUPPORTED,
    Band.NO_VALUE, NOT_TESTED, NO_ROUTE,
)  # fmt: skip
"""Of findings: what speaks against a theory comes first."""
READING = (
    "Each theory was tried in many plausible settings of the numbers inside the rules (from the table of those that resemble what "
    "is known of the field, unless the command names others with settings=), "
    "and each setting with the same many replicates. Held in 97 of 100 plausible settings means: in 97 of 100 of them, all that "
    "the theory counts on happened together, beyond the smallest effect that counts. It is no probability that a theory is true. "
    f"Intervals are of 95 %, from {INTERVALS}; that of a share is never narrower than Jeffreys’ for as many settings, and leaves "
    "room for settings whose effect is too near the smallest that counts to be called."
)
LIMITS = (
    f"With fewer than {ENOUGH_DRAWS} settings it is {QUICK}, which calls nothing supported. These limits are conventions, fixed "
    "before the first verdict. A parameter-dependent theory (P) gets none of these words, but a boundary, where one can be found: "
    "which number of the rules separates the settings in which an outcome comes from the others."
)
ROLES = (
    "Roles, as each theory declares them (its own section says whether that was checked): imposed (I), a rule "
    "has the sign written in; parameter-dependent (P), it hangs on how large some numbers are; "
    "emergent (X), no rule has it, and if it holds it is a finding."
)


def report_page(
    found: Sequence[VerdictFile], sections: Sequence[str], command: str, log: Sequence[tuple[str, ...]] = (),
    chains: Sequence[ChainRecord] = (),
) -> str:  # fmt: skip
    """The whole page, from the models of its theories and their sections, figures in place; `log`: rows of `LOG_HEAD`."""
    several = len(found) > 1
    return render(
        "theories.html.j2",
        title=f"{len(found)} programme theories, tried" if several else found[0].title,
        heading=f"{len(found)} programme theories, tried" if several else "A programme theory, tried",
        note=NOT_A_FORECAST,
        reading=(READING,),
        words=criteria_rows(),
        limits=LIMITS,
        head=HEAD,
        overview=[(title, [_row(one) for one in group]) for title, group in grouped(found)] if several else (),
        roles=ROLES,
        users=USERS,
        chains=[sentence(f"{chain_text(one)}.") for one in chains],
        log_head=LOG_HEAD,
        log=log,
        command=command if several else "",
        sections=[Markup(section) for section in sections],  # rendered, and so escaped, when its theory was written
    )


def grouped(found: Sequence[VerdictFile]) -> Iterator[tuple[str, list[VerdictFile]]]:
    """Boxes, then findings with what speaks against them first, then all other statements."""
    boxes = [one for one in found if one.id.startswith("box")]
    others = [one for one in found if one not in boxes]
    findings = sorted((one for one in others if one.role == EMERGENT), key=finding_order)
    groups = (
        ("Boxes of the review", boxes),
        ("Statements declared to be ones whose sign no rule has, contradictions first", findings),
        ("Other statements", [one for one in others if one.role != EMERGENT]),
    )
    return ((title, group) for title, group in groups if group)


def finding_order(found: VerdictFile) -> int:
    """How early a finding comes: by the first word of its verdict."""
    return ORDER.index(found.verdict.verdict_text)


def _row(found: VerdictFile) -> tuple[str, ...]:
    judged = found.verdict
    link = Markup('<a href="#{0}">{0}</a>: {1}').format(found.id, found.title)
    quick = f" ({QUICK})" if is_quick(judged) else ""
    held, rules, pattern = (held_count(judged.shares), _rules(found), judged.pattern) if judged.readable else (NONE, "", NONE)
    why = f"; {short}" if (short := why_short(judged, found.clauses)) else ""
    return link, role_text(found.role), held, f"{overview_word(judged)}{rules}{why}{quick}", pattern


def _rules(found: VerdictFile) -> str:
    """The boundaries of a theory that has some instead of a word."""
    rules = found.boundary.found if found.boundary and found.verdict.verdict_text == BOUNDARY else ()
    return "".join(f"; {one.display} {one.rule}" for one in rules)
