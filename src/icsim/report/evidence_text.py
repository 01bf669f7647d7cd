"""What a theory rests on, in words and as BibTeX."""

import re
from collections.abc import Iterator, Mapping

from icsim.report.theory.source_text import citation
from icsim.results.numbers_behind import NumbersBehind
from icsim.theory.evidence_base import EvidenceBase, Paper
from icsim.theory.theory_schema import Theory

LABELS = {
    "measured": "measured", "recalled": "recalled from papers", "convention": "conventions", "assumption": "assumptions",
}  # fmt: skip
SHOWN = 8
REVIEW = """@article{sims2021,
  author = {Sims, S and Fletcher, S and Brearley, S and Ross, F and Manthorpe, J and Harris, R},
  title = {What does Success Look Like for Leaders of Integrated Health and Social Care Systems? a Realist Review},
  journal = {International Journal of Integrated Care},
  volume = {21},
  number = {4},
  year = {2021},
  doi = {10.5334/ijic.5936},
}"""


def evidence_lines(theory: Theory, base: EvidenceBase, behind: NumbersBehind | None, study: str | None) -> Iterator[str]:
    """The same in sentences."""
    yield f"{theory.id}: {theory.title}"
    yield f"source: {citation(theory.source)}"
    if base.events:
        yield events_text(base)
    first, last = ("what differs", "what is read") if base.levers else ("the reasoning", "the outcome")
    if base.rules:
        yield f"rules between {first} and {last}, by the shortest way: {len(base.rules)} ({', '.join(base.rules)})"
    else:
        yield f"no rule leads from {first} to {last}, as far as it can be followed"
    if base.statements:
        yield f"statements of the review behind them: {', '.join(base.statements)}"
    for form in base.forms:
        papers = "; ".join(f"{paper.cite} {paper.year} ({paper.label})" for paper in form.papers) or "no paper"
        yield f"form {form.code}, {form.about}: {papers}"
    yield f"numbers of the chapters of these rules: {_counted(base.numbers)}"
    yield f"numbers of all rules, which are all drawn: {_counted(base.all_numbers)}"
    if behind is None:
        yield "which numbers the verdict hangs on: not asked; give study=FOLDER, the folder that icsim test wrote"
        return
    looked = f"{behind.settings} settings of {behind.parameters} numbers, {behind.clauses} clauses"
    if not behind.found:
        told = f"correlations below {behind.least:.2f} cannot be told from chance there" if behind.least < 1 else "too few to tell"
        yield f"which numbers the verdict hangs on: none was found in {study} ({looked}); {told}, so that is no sign of none"
        return
    yield f"numbers that the effects follow from setting to setting, in {study} ({looked}; rank correlations):"
    yield from (f"  {one.parameter} with {one.clause}: {one.correlation:+.2f}" for one in behind.found[:SHOWN])
    if len(behind.found) > SHOWN:
        yield f"  and {len(behind.found) - SHOWN} more"


def events_text(base: EvidenceBase) -> str:
    """That arms differ in dated events, from which no rule is followed."""
    if base.levers:
        return "the arms differ in dated events, too; rules that only these lead through are not listed"
    return "the arms differ in dated events alone; the rules that lead from these are not listed"


def _counted(by_label: Mapping[str, int]) -> str:
    total = sum(by_label.values())
    said = ", ".join(f"{count} {LABELS[label]}" for label, count in by_label.items() if count)
    return f"{total}: {said} ({by_label['assumption'] / total:.0%} assumption)" if total else "none"


def bibtex(theory: Theory, base: EvidenceBase) -> str:
    """The theory's source, the review, and the papers of the forms, each once."""
    entries = [] if theory.source.is_the_review else [_source(theory)]
    entries.append(REVIEW)
    papers: dict[str, tuple[Paper, list[str]]] = {}
    for form in base.forms:
        for paper in form.papers:
            papers.setdefault(paper.key, (paper, []))[1].append(f"{form.code}: {form.about}")
    entries += [_paper(paper, about) for paper, about in papers.values()]
    return "\n\n".join([*(f"% {line}" for line in untitled_lines(theory, base)), *entries]) + "\n"


def untitled_lines(theory: Theory, base: EvidenceBase) -> Iterator[str]:
    """How many entries have no title, and why; nothing where all have."""
    papers = {paper.key for form in base.forms for paper in form.papers}
    if papers:
        yield (
            f"{len(papers)} paper{'s' * (len(papers) != 1)} of the forms without a title: none is printed in the review or in what "
            "the model was made from, and none is made up here; look them up by authors and year before they are cited"
        )
    if not theory.source.is_the_review and "title" not in _cited(theory.source.citation or ""):
        told = "citation gives none that could be told apart, as Authors (2012) Title. Journal does"
        yield f"source_of_{theory.id} without a title: {told}"


CITED = re.compile(r"^(?P<authors>[^()]+?) \((?P<year>(?:19|20)[0-9]{2})\)[.:]? (?P<rest>.+)$")
TITLED = re.compile(r"^(?P<title>[^.?]{12,}[.?]) (?P<journal>\S.+)$")
"""A title ends with a full stop or a question mark, and something follows it."""


def _cited(citation: str) -> dict[str, str]:
    """Authors, year, title and journal, as far as a citation is in the usual form: Authors (2012) Title. Journal 90:421."""
    match = CITED.match(" ".join(citation.split()))
    if match is None:
        year = re.search(r"\b(19|20)[0-9]{2}\b", citation)
        return {"year": year[0]} if year else {}
    authors = [name for name in re.split(r", (?:and |& )?| and | & ", match["authors"].rstrip(".")) if name]
    found = {"author": " and ".join(_author(name) for name in authors), "year": match["year"]}
    titled = TITLED.match(match["rest"])
    return found | ({"title": titled["title"].rstrip("."), "howpublished": titled["journal"].rstrip(".")} if titled else {})


def _author(name: str) -> str:
    """`Best A` as `Best, A`; `et al.` as BibTeX has it; what is neither stays one name."""
    if re.fullmatch(r"et al\.?", name):
        return "others"
    alone = re.sub(r" et al\.?$", "", name)
    parts = re.fullmatch(r"(?P<last>\S+(?: \S+)*?) (?P<first>[A-Z](?:[ -]?[A-Z])*)", alone)
    others, plain = " and others" if alone != name else "", _escaped(alone)
    return (f"{_escaped(parts['last'])}, {parts['first']}" if parts else f"{{{plain}}}") + others


def _source(theory: Theory) -> str:
    source = theory.source
    fields = _cited(source.citation or "") | {"note": source.citation, "pages": source.pages, "doi": source.doi}
    return _entry(f"source_of_{theory.id}", {key: value for key, value in fields.items() if value})


def _paper(paper: Paper, about: list[str]) -> str:
    authors = " and ".join("others" if one == "others" else one for one in _authors(paper.cite))
    how = "its page or abstract was read" if paper.label == "read" else "recalled from memory, to be checked before it is cited"
    note = f"{'; '.join(about)}. {how}; its title is not known here."
    return _entry(paper.key, {"author": authors, "year": str(paper.year), "note": note})


def _authors(cite: str) -> list[str]:
    names = [name.strip() for name in re.split(r",|&", cite.replace(" et al.", ""))]
    return [*("{" + name + "}" if " " in name else name for name in names), *(["others"] if "et al." in cite else [])]


def _entry(key: str, fields: Mapping[str, str]) -> str:
    lines = "\n".join(f"  {name} = {{{_escaped(value) if name != 'author' else value}}}," for name, value in fields.items())
    return f"@misc{{{key},\n{lines}\n}}"


def _escaped(text: str) -> str:
    """A text in which no sign means anything to BibTeX."""
    text = " ".join(text.replace("\\", "/").split())
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
