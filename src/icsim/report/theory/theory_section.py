"""One theory's section of the report, from its plain data and the names of its figures."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from icsim.report.figure_style import readable_name, sentence
from icsim.report.html import BarSlice, bar, bar_legend, html_figure, html_table, paragraph
from icsim.report.theory.further_text import size_of, worse_off
from icsim.report.theory.share_text import count_of_draws
from icsim.report.theory.theory_terminal import HEADER, row
from icsim.report.theory.verdict_text import LABELS, NOT_SOUGHT, QUICK
from icsim.theory.verdict import SAID, ReasoningOutcomeCell

Plain = dict[str, Any]

LINKS = ("context", "resource", "reasoning", "outcome")
SHARES = (("expected", "as expected", "a"), ("none", "within the smallest effect", "c"), ("other", "the other way", "d"))
CELLS = dict(zip(ReasoningOutcomeCell, "abcd", strict=True))
USERS = (
    "The review found no evidence on service users at all. What they live through here, and whatever is said of them, rests "
    "on our assumptions."
)
TOGETHER = (
    ("expected", "all key clauses hold", "a"),
    ("none", "they do not", "c"),
    ("other", "an outcome goes the other way", "d"),
)
BARS = (
    "Bar: dark, all key clauses hold; light, none of them has an effect; hatched, an outcome goes the other way; white, some "
    "came and some did not."
)
CAPTIONS = {
    "forest": "Every clause: how large its effect is in plausible settings, and how often it came as expected.",
    "paths": "The same measures week by week, with every number at its default.",
    "doses": "The outcome as one lever goes from none to all.",
    "fails": "Every setting that was tried, by the two things that went along most with whether it held.",
    "for_whom": "The effect in every part of the place, on leaders and on the people served.",
    "chain": "How much of the effect passes through the reasoning, counted both ways round.",
}
ELSEWHERE = ("chain", "for_whom", "fails")  # figures that stand with their own questions
CERTAINTY_LINES = ("effort", "smallest", "near", "lucks")
CLAUSE_TABLE_CAPTION = (
    "One row a clause. Held in: in how many plausible settings the effect goes beyond the smallest that counts, as expected. "
    "Effect: mean over these settings with its 95 % interval. Bar: dark, as expected; light, within the smallest effect; hatched, "
    "the other way."
)


def theory_section(found: Plain, figures: Sequence[str]) -> str:
    """The whole of it."""
    parts = [
        f'<section id="{escape(found["id"])}">',
        f"<h2>{escape(found['title'])}</h2>",
        paragraph(source_line(found), "quiet"),
        paragraph(_line(found, "role"), "role"),
        _verdict(found),
        *_told(found),
        "<h3>Clause by clause</h3>",
        paragraph(_contrast(found)),
        html_table(CLAUSE_TABLE_CAPTION, (*HEADER[1:], "of all settings"), [_row(clause) for clause in found["clauses"]]),
        *(html_figure(f"{name}.png", _described(found, name), CAPTIONS[name]) for name in figures if name not in ELSEWHERE),
        *_chain(found, "chain" in figures),
        *_sure(found),
        *_looks(found),
        *_fails(found, "fails" in figures),
        *_whom(found, "for_whom" in figures),
        "<h3>How much rests on assumption</h3>",
        paragraph(assumed(found)),
        *_again(found),
        "</section>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def source_line(found: Plain) -> str:
    """Where in the review a theory stands, and what it rests on."""
    source = found["source"]
    papers = f", a mechanism with {source['papers']} papers" if source["papers"] is not None else ""
    study = f", study [{source['study']}] of the review" if source["study"] is not None else ""
    return f"{found['id']}: {source['where']}, {readable_name(source['mechanism'])}{papers}{study}"


def assumed(found: Plain) -> str:
    """How many of the numbers behind the verdict are what."""
    counts = found["assumption"]
    told = [_counted(counts["drawn"], "the numbers of all rules that were drawn over their ranges")]
    if sum(counts["of_mechanism"].values()):
        told.append(_counted(counts["of_mechanism"], f"those of the rules of {readable_name(counts['mechanism'])}"))
    return " ".join(told)


def _counted(by_label: Plain, of: str) -> str:
    said = ", ".join(f"{count} {LABELS[label]}" for label, count in by_label.items() if count)
    return f"Of {sum(by_label.values())}, {of}: {said}."


def _lines(found: Plain, about: str) -> list[str]:
    return [line["text"] for line in found["said"] if line["about"] == about]


def _line(found: Plain, about: str) -> str:
    return " ".join(_lines(found, about))


def _verdict(found: Plain) -> str:
    judged = found["verdict"]
    quick = f" <em>({QUICK})</em>" if judged["quick"] and judged["says"] != NOT_SOUGHT else ""
    said, _, rest = _line(found, "verdict").partition(": ")
    text = f'<p class="verdict"><strong>{escape(sentence(said))}</strong>{quick}: {escape(rest)}.</p>'
    for start, about in (("Mostly: ", "headline"), ("", "boundary"), ("Where its sign comes from: ", "sign")):
        text += "".join(paragraph(sentence(f"{start}{line}.")) for line in _lines(found, about))
    shares = [(cell, judged["cells"][cell]["value"]) for cell in CELLS]
    if not judged["tested"] or any(share is None for _, share in shares):
        return text
    slices = [BarSlice(f"{cell} ({SAID[cell]})", share, CELLS[cell]) for cell, share in shares]
    return f"{text}{bar(slices)}{bar_legend(slices)}"


def _told(found: Plain) -> Iterator[str]:
    """The theory in words, as written and as recast."""
    chains = {"As the review has it": found["as_written"], "As it is tried here": found["recast"]}
    given = {title: chain for title, chain in chains.items() if chain is not None}
    if given:
        yield "<h3>In words</h3>"
        body = [(link, *(chain[link] for chain in given.values())) for link in LINKS]
        yield html_table("The theory, link by link.", ("", *given), body)


def _contrast(found: Plain) -> str:
    worlds = found["worlds"]
    return (
        f"{sentence(found['compared'])}, in worlds that share all their luck: {worlds['place']}, {worlds['weeks']} weeks, "
        f"{worlds['draws']} plausible settings of the rules' numbers, each with the same {worlds['lucks']} lucks."
    )


def _row(clause: Plain) -> tuple[str, ...]:
    three = clause["shares"]
    key = " (no say in the verdict)" if clause["part"] == "also" else ""
    first = f"{sentence(clause['part'])}{key}: {clause['display']}"
    if not three["draws"]:
        return (first, *row(clause)[1:], "no value")
    return (first, *row(clause)[1:], bar([BarSlice(said, three[name]["value"], kind) for name, said, kind in SHARES]))


def _chain(found: Plain, drawn: bool) -> Iterator[str]:
    yield "<h3>Through which reasoning</h3>"
    if drawn:
        yield paragraph(
            f"The reasoning ({_held_states(found)}) is held at the path it takes in the other world, week by week, both ways "
            "round. What the effect loses so, and what the reasoning brings alone, are two ways to count what passes through it."
        )
        yield html_figure("chain.png", _described(found, "chain"), CAPTIONS["chain"])
    yield "".join(paragraph(f"{sentence(line)}.") for line in _lines(found, "chain"))


def _held_states(found: Plain) -> str:
    """What is held, and of whom: the same state of others is not."""
    said = [f"{one['display']}, {one['who']}" for one in found["clauses"] if one["part"] == "reasoning"]
    return "; ".join(dict.fromkeys(said))


def _sure(found: Plain) -> Iterator[str]:
    lines = [line for about in CERTAINTY_LINES for line in _lines(found, about)]
    if lines:
        yield "<h3>How sure that is</h3>"
        yield f"<ul>{''.join(f'<li>{escape(sentence(line))}.</li>' for line in lines)}</ul>"


def _whom(found: Plain, drawn: bool) -> Iterator[str]:
    yield "<h3>For whom</h3>"
    yield "".join(paragraph(f"{sentence(line)}.") for line in _lines(found, "whom"))
    rows = found["for_whom"] or []
    worse = worse_off(rows)
    shown = [row for row in rows if row["group"]["kind"] in ("everybody", "served") or row in worse]
    if shown:
        caption = "Everybody, the people served, and who is worse off in half of the settings or more; more in the figure."
        yield html_table(
            caption, ("what", "who", "week", "effect [95 %]", "better off", "worse off"), [_group(row) for row in shown]
        )
    yield paragraph(USERS)
    if drawn:
        yield html_figure("for_whom.png", _described(found, "for_whom"), CAPTIONS["for_whom"])
    if lines := _lines(found, "needed"):
        yield "<h3>Was it needed, was it enough</h3>"
        yield "".join(paragraph(f"{sentence(line)}.") for line in lines)


def _group(row: Plain) -> tuple[str, ...]:
    size, many = size_of(row), row["draws"]
    better, worse = (count_of_draws(row[name], many) if row[name]["value"] is not None else "–" for name in ("better", "worse"))
    return row["display"], row["group"]["label"], str(row["week"]), size, better, worse


def _looks(found: Plain) -> Iterator[str]:
    lines = _lines(found, "attention")
    yield "<h3>Against mere attention</h3>"
    yield "".join(paragraph(f"{sentence(line)}.") for line in lines) or paragraph(
        "Not compared: the first world spends no more of its leaders' hours than the second, or four worlds are compared."
        if found["worlds"]["side_draws"] else "Not looked at: budget.side_draws is 0."
    )  # fmt: skip
    if lines := _lines(found, "rival"):
        yield "<h3>Rivals</h3>"
        yield "".join(paragraph(f"{sentence(line)}.") for line in lines)


def _fails(found: Plain, drawn: bool) -> Iterator[str]:
    lines = [f"{sentence(line)}." for about in ("weaker", "forms") for line in _lines(found, about)]
    told = found["fails"]["sentences"] if found["fails"] else []
    if not lines and not told:
        return
    yield "<h3>Where it fails</h3>"
    yield "".join(map(paragraph, told))
    if drawn:
        yield html_figure("fails.png", " ".join(told), CAPTIONS["fails"])
    yield "".join(map(paragraph, lines))
    forms = [look for look in found["looks"] if look["kind"] == "variant"]
    if forms:
        body = [(look["differs"], _held(look["verdict"]), _bar(look["verdict"])) for look in forms]
        many = found["worlds"]["side_draws"]
        caption = f"Other forms of contested rules, one at a time, in {many} settings; never averaged. {BARS}"
        yield html_table(caption, ("form of the rule", "held in", "of all settings"), body)


def _held(judged: Plain) -> str:
    """How often, and the word for it if there is one."""
    three = judged["shares"]
    if not judged["tested"] or not three["draws"]:
        return str(judged["says"])
    return count_of_draws(three["expected"], three["draws"]) + (f", {judged['says']}" if judged["bands"] else "")


def _bar(judged: Plain) -> str:
    three = judged["shares"]
    if not judged["tested"] or not three["draws"]:
        return "–"
    return bar([BarSlice(said, three[name]["value"], kind) for name, said, kind in TOGETHER])


def _again(found: Plain) -> Iterator[str]:
    worlds = found["worlds"]
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    yield "<h3>To get it again</h3>"
    yield f"<p><code>{escape(found['command'])}</code></p>"
    made = f"First seed {worlds['seed']}, first structure {worlds['structure']}; content {found['content_hash']}; {versions}."
    yield paragraph(made, "quiet")


def _described(found: Plain, name: str) -> str:
    """What a figure shows, for those who do not see it."""
    if name == "chain":
        return "; ".join(_lines(found, "chain"))
    if name == "for_whom":
        return "; ".join(f"{row['display']}, {row['group']['label']}: {size_of(row)}" for row in found["for_whom"] if row["drawn"])
    if name == "doses":
        return "; ".join(
            f"{one['display']} as {one['along']} goes from none to all, median of settings: "
            + ", ".join("no value" if x is None else f"{x:.2f}" for x in one["median"])
            for one in found["doses"]
        )
    shown = found["clauses"] if name == "forest" else [one for one in found["clauses"] if one["part"] != "resource"]
    told = [row(clause) for clause in shown]
    if name == "paths":
        measured = "; ".join(dict.fromkeys(f"{what}, {who}" for what, who, *_ in told))
        return f"Curves over time in both worlds, {found['compared']}: {measured}"
    return "; ".join(
        f"{what}, {who}, week {week}, expected {way}: held in {held}, effect {size}" for what, who, week, way, held, size, _ in told
    )
