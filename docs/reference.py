"""Writes the reference pages from the catalogue, the rulebook and the places, so that no number stands twice.

Sphinx calls `write` before it reads the pages; `python docs/reference.py` writes them too. They are not in git.
"""

import inspect
import re
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import reference_experiments
import reference_lessons
import reference_results
import reference_theories
import reference_week
from tables import table

import icsim.rules
from icsim.base.resources import conf_dir
from icsim.base.yaml_io import read_yaml
from icsim.catalogue import MECHANISMS, Entry, RuleFile, catalogue
from icsim.report.checklists import checklist_text
from icsim.rules import RULES, load_all
from icsim.theory.statements import natural, not_expressed, theory_id_of
from icsim.theory.statements import statements as known_statements

FOLDER = Path(__file__).parent / "reference"
STATEMENT = re.compile(r"\b(T\d+(?:\.\d+)?|X\d+|B\d+|C\d+|SF\d+|box \d|Box \d)\b")
FORMULA = re.compile(r"^Formula:(.*\n(?: {4}.*\n)*)", re.MULTILINE)


def write(*_: object) -> None:
    """All pages, each only when it has changed, so that a second build is quick."""
    FOLDER.mkdir(exist_ok=True)
    for name, page in pages().items():
        path = FOLDER / f"{name}.md"
        text = page().rstrip() + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def pages() -> Mapping[str, Callable[[], str]]:
    """The pages by name."""
    return {
        "mechanisms": mechanisms,
        "processes": processes,
        "context": context,
        "measures": measures,
        "events": events,
        "places": places,
        "rules": rules,
        "statements": statements,
        "vocabulary": reference_theories.vocabulary_page,
        "catalogue": reference_theories.catalogue_page,
        "lessons": reference_lessons.lessons_page,
        "lesson_keys": reference_lessons.keys_page,
        "checklists": checklist_text.markdown,
        "results": reference_results.results_page,
        **reference_experiments.pages(),
        **reference_week.pages(),
    }


def shown(value: object) -> str:
    """A default as it is typed."""
    return "follows `level`" if value is None else f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def settings(entries: Iterable[tuple[str, Entry]]) -> str:
    """A table of things that can be set: what is typed on the left, what it means and where it comes from on the right."""
    rows = ((f"`{key}`<br>{shown(e.default)}; {e.allowed()}", _told(e)) for key, e in entries)
    return table(("key, default; allowed", "what it is, and where it comes from"), rows, stacked=True)


def _told(entry: Entry) -> str:
    unit = f" Unit: {entry.unit}." if entry.unit else ""
    return f"{entry.help}{unit}<br>*{entry.evidence}*: {entry.source}"


def chapter(name: str, entry: RuleFile) -> str:
    """One mechanism or process: its levers, its numbers, its forms, and the rules of the file of the same name."""
    known = catalogue()
    parts = [f"## {entry.title}", entry.help]
    levers = [(f"{lever.mechanism}.{n}", lever) for n, lever in known.levers.items() if lever.mechanism == name]
    numbers = [(f"parameters.{key}", p) for key, p in known.parameters.items() if p.home == name]
    of_levers = [(f"parameters.hours.{n}", lever.hours) for n, lever in known.levers.items() if lever.mechanism == name]
    hours = [(key, entry) for key, entry in of_levers if entry is not None]
    forms = [(f"rules.{n}", v) for n, v in known.variants.items() if v.home == name]
    for title, entries in (("Levers", levers), ("Hours they take", hours), ("Numbers", numbers), ("Forms", forms)):
        if entries:
            parts += [f"### {title}", settings(entries)]
    parts += [f"Rules: {', '.join(f'[`{r}`](rules.md#{r.replace(chr(95), chr(45))})' for r in sorted(rules_of(name)))}."]
    return "\n\n".join(parts)


def rules_of(name: str) -> list[str]:
    """The rules of one file of the rulebook."""
    load_all()
    return [rule for rule, function in RULES.items() if function.__module__ == f"icsim.rules.{name}"]


def mechanisms() -> str:
    """Mechanisms, by their numbers."""
    intro = (
        "# Mechanisms\n\nEvery lever stands below `leadership.team.` and `leadership.system.`, and below `leader.NAME.` "
        "for one leader. A lever left alone follows its mechanism's `level`, 0.5 unless set."
    )
    known = catalogue().mechanisms
    return "\n\n".join([intro, *[chapter(name, known[name]) for name in MECHANISMS]])


def processes() -> str:
    """Everything else that has rules."""
    tier = [(name, lever) for name, lever in catalogue().levers.items() if not lever.mechanism]
    intro = "# Processes\n\nWhat happens between leaders, teams and the people served.\n\n## Levers of a tier\n\n" + settings(tier)
    return "\n\n".join([intro, *[chapter(name, entry) for name, entry in catalogue().processes.items()]])


def context() -> str:
    """The circumstances."""
    return "# Context\n\n" + settings((f"context.{name}", entry) for name, entry in catalogue().context.items())


def measures() -> str:
    """What can be asked."""
    head = ("measure", "who has it; kind", "what it is", "smallest effect (convention)")
    rows = (
        (
            f"`{name}`<br>{m.display}",
            f"{m.carrier.replace('_', ' ')}; {m.kind}",
            f"{m.help}{f' Unit: {m.unit}.' if m.unit else ''}",
            m.counts,
        )
        for name, m in catalogue().measures.items()
    )
    text = (
        "# Measures\n\nA value at a week is the mean of the four weeks that end there; a count is what happened until then; "
        "a ratio is two counts over those four weeks, and missing where there is nothing to divide by.\n\n"
    )
    return text + table(head, rows, stacked=True)


def events() -> str:
    """What a timeline can hold."""
    parts = ["# Events of a timeline\n\nEach item has `week` and one of these."]
    for name, event in catalogue().events.items():
        parts.append(f"## {name}\n\n{event.help}")
        rows = ((f"`{n}`", "" if f.default is None else shown(f.default), f.allowed(), f.help) for n, f in event.fields.items())
        if event.fields:
            parts.append(table(("field", "default", "allowed", "what it is"), rows))
    return "\n\n".join(parts)


def places() -> str:
    """What `place=` takes."""
    rows = []
    for path in sorted((conf_dir() / "place").glob("*.yaml")):
        place = read_yaml(path)["place"]
        teams = sum(len(of) for of in place.get("teams", {}).values())
        size = f"{len(place.get('organisations', {}))} organisations, {teams} teams" if teams else "as `place`"
        rows.append((f"`{path.stem}`", place.get("title", ""), size, place.get("help", "")))
    return "# Places\n\n" + table(("place", "title", "size", "what it is"), rows)


def rules() -> str:
    """The rulebook, rule by rule."""
    load_all()
    by_file: dict[str, list[str]] = defaultdict(list)
    for name, function in sorted(RULES.items()):
        doc = FORMULA.sub(formula_block, inspect.getdoc(function) or "")
        by_file[function.__module__.rpartition(".")[2]].append(f"### {name}\n\n`{name}{inspect.signature(function)}`\n\n{doc}")
    intro = ["# The rulebook", inspect.getdoc(icsim.rules) or ""]
    return "\n\n".join([*intro, *[f"## rules/{file}.py\n\n" + "\n\n".join(by_file[file]) for file in sorted(by_file)]])


def formula_block(found: re.Match[str]) -> str:
    """A formula as a block of its own, so that no sign of it is taken for markup."""
    return f"```text\n{textwrap.dedent(found[1]).strip()}\n```\n\n"


def statements() -> str:
    """Which rule rests on which statement of the review, form or limit, and which theory tests the statement."""
    load_all()
    found: dict[str, set[str]] = defaultdict(set)
    for name, function in RULES.items():
        for key in STATEMENT.findall((inspect.getdoc(function) or "").partition("Source:")[2]):
            found[key.capitalize() if key.startswith("box") else key].add(name)
    boxes = (name.replace("box", "Box ") for name in reference_theories.theories() if name.startswith("box"))
    for key in (*(key for of in known_statements().values() for key in of), *boxes):
        found[key] |= set()
    text = (
        "# From statement to theory and rule\n\nWhat a rule cites is written into the model; a result that follows from it is a "
        "check of the code, not a finding. A statement without a rule has to come out of the encounters. Its theory is the file "
        "that tests it; the letter is the role it declares. Keys: T statements of the review by mechanism, X across, B forms, "
        "C limits, SF stylised facts.\n\n"
    )
    rows = ((key, tested(key), ", ".join(f"`{name}`" for name in sorted(found[key]))) for key in sorted(found, key=natural))
    return text + table(("key", "theory", "rules"), rows)


def tested(key: str) -> str:
    """The theory of a statement or box, why there is none, or nothing where the key is neither."""
    theory = reference_theories.theories().get(theory_id_of(key))
    if theory is not None:
        return f"{reference_theories.link(theory.id)} ({theory.role})"
    known = [one for of in known_statements().values() for one in of]
    return f"no theory: {not_expressed()[key]}" if key in known else ""


if __name__ == "__main__":
    write()
