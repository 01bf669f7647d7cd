"""`icsim list`: what there is to set, to choose and to observe, straight from the data."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from icsim.base.errors import UserError
from icsim.base.plain_data import PlainDict
from icsim.base.plain_text import aligned
from icsim.base.resources import conf_dir
from icsim.base.suggest import did_you_mean
from icsim.base.yaml_io import YamlError, read_yaml
from icsim.catalogue import Catalogue, Entry, catalogue
from icsim.theory.statements import natural

TextRow = tuple[str, ...]
TextTable = tuple[TextRow, Sequence[TextRow]]  # the head, and the rows below it
SearchTexts = Sequence[str]  # what a word is looked for in, row by row
ENTRY_HEAD = ("name", "default", "range", "unit", "evidence", "help")


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """`icsim list TOPIC [WORD ...]`: the rows of a topic, or those whose name contains one of the words.

    A theory is found by what it says and measures as well.
    """
    if rest and rest[0] in ("--help", "-h"):
        print(f"icsim list TOPIC [WORD ...]: what there is to set, to choose and to observe.\ntopics: {', '.join(TOPICS)}")
        return
    if rest:
        raise UserError(f"list: {rest[0]} is not understood; give a topic: {', '.join(TOPICS)}")
    if not words:
        print_text_table(("topic", "entries"), [(topic, str(len(make(catalogue())[1]))) for topic, make in TOPICS.items()])
        return
    topic, *wanted = words
    if topic not in TOPICS:
        raise UserError(f"list: {topic} is no topic; allowed: {', '.join(TOPICS)}{did_you_mean(topic, TOPICS)}")
    head, rows = TOPICS[topic](catalogue())
    texts = _theory_texts(catalogue()) if topic == "theories" else [row[0] for row in rows]
    low = [word.lower() for word in wanted]
    chosen = [row for row, text in zip(rows, texts, strict=True) if not low or any(word in text.lower() for word in low)]
    if rows and not chosen:
        raise UserError(f"list {topic}: nothing is called {wanted[0]}{did_you_mean(wanted[0], [row[0] for row in rows])}")
    print_text_table(head, chosen)


def print_text_table(head: TextRow, rows: Sequence[TextRow]) -> None:
    """A table: drawn in a terminal, plain aligned columns of one line a row everywhere else."""
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table as Drawn

        drawn = Drawn(box=None, pad_edge=False, header_style="bold", row_styles=("", "dim"))
        for index, title in enumerate(head):
            drawn.add_column(title, no_wrap=index == 0, overflow="fold")
        for row in rows:
            drawn.add_row(*row)
        Console(markup=False, highlight=False).print(drawn)
        return
    print("\n".join(aligned([head, *rows])))


def entry_rows(table: Mapping[str, Entry], follows: str = "") -> TextTable:
    """Entries by name; `follows` is what a default of None says."""
    return ENTRY_HEAD, [_row(name, entry, follows) for name, entry in table.items()]


def _row(name: str, entry: Entry, follows: str) -> TextRow:
    default = follows or "none" if entry.default is None else str(entry.default)
    span = " | ".join(entry.choices) or (entry.span() if entry.range else "")
    return name, default, span, entry.unit, entry.evidence, entry.help


def _levers(known: Catalogue) -> TextTable:
    head, rows = entry_rows({lever.key: lever for lever in known.levers.values()}, follows="its level")
    hours = {lever.key: f"{lever.hours.default:g}" if lever.hours else "" for lever in known.levers.values()}
    kept = [(row[0], row[1], row[2], hours[row[0]], row[5]) for row in rows]
    return (*head[:3], "hours", head[5]), kept


def _mechanisms(known: Catalogue) -> TextTable:
    rows = []
    for name, chapter in known.mechanisms.items():
        levers = ", ".join(lever.name for lever in known.levers.values() if lever.mechanism == name)
        level = f"{known.levels[name].default:g}"
        rows.append((name, level, "" if chapter.papers is None else str(chapter.papers), levers, chapter.help))
    return ("name", "level", "papers", "levers", "help"), rows


def _rules(known: Catalogue) -> TextTable:
    rows = [(v.name, str(v.default), " | ".join(v.choices), v.home, v.help) for v in known.variants.values()]
    return ("name", "default", "forms", "chapter", "help"), rows


def _measures(known: Catalogue) -> TextTable:
    rows = []
    for m in known.measures.values():
        low, high = m.range
        span = f"{low:g} to {high:g}" if high is not None else f"{low:g} or more"
        name = f"{m.name}.LEVER" if m.per_lever else m.name
        carrier = f"{m.carrier}, {m.also}" if m.also else m.carrier
        rows.append((name, carrier.replace("_", " "), span, m.unit, m.counts, f"{m.display}: {m.help}"))
    return ("name", "carrier", "range", "unit", "smallest_effect", "help"), rows


def _events(known: Catalogue) -> TextTable:
    rows = []
    for event in known.events.values():
        fields = ", ".join(name if field.required else f"[{name}]" for name, field in event.fields.items())
        rows.append((event.name, "any path: its new value" if event.free else fields, event.help))
        rows += [(f"{event.name}.{name}", field.allowed(), field.help) for name, field in event.fields.items()]
    return ("name", "fields", "help"), rows


def _places(_: Catalogue) -> TextTable:
    rows = []
    for name, data in _files("place"):
        place = data.get("place") or {}
        rows.append((name, str(place.get("title", "")), " ".join(str(place.get("help", "")).split())))
    return ("name", "title", "help"), rows


def _theories(_: Catalogue) -> TextTable:
    """The boxes, and then the statements by mechanism, for that is how their ids are numbered."""
    rows = []
    for name, data in _in_order():
        source = data.get("source") or {}
        row = name, str(data.get("role", "")), str(source.get("mechanism", "")), _actors(data), str(data.get("title", ""))
        rows.append(row)
    return ("id", "role", "mechanism", "actors", "title"), rows


def _actors(data: PlainDict) -> str:
    """Who acts, as the source has it or by the keys of the file; empty where the file does not say."""
    actors = data.get("actors") or {}
    of = ", ".join(str(value) for value in (actors.get("of") or {}).values())
    return str(actors.get("as_written") or f"{actors.get('who', '')} {of}".strip())


def _lessons(_: Catalogue) -> TextTable:
    """The boxes first, as on the page."""
    rows = []
    for name, data in sorted(_files("lesson"), key=lambda file: (file[1].get("group") != "box", file[0])):
        rows.append(
            (name, str(data.get("minutes", "")), str(data.get("title", "")), " ".join(str(data.get("difference", "")).split()))
        )
    return ("name", "minutes", "title", "what differs"), rows


def _theory_texts(known: Catalogue) -> SearchTexts:
    """What each theory says in words, and what it measures, by name and as it is displayed."""
    texts = []
    for name, data in _in_order():
        chains = [text for key in ("as_written", "recast") for text in (data.get(key) or {}).values()]
        chains.append(_actors(data))
        claims = [rival.get("claim") or "" for rival in data.get("rival") or []]
        clauses = [clause for part in data.values() if isinstance(part, list) for clause in part]
        measures = [str(clause["measure"]) for clause in clauses if "measure" in clause]
        heads = {measure.partition(".")[0] for measure in measures}
        shown = [known.measures[head].display for head in heads if head in known.measures]
        mechanism = str((data.get("source") or {}).get("mechanism", ""))
        words = [name, str(data.get("title", "")), mechanism, mechanism.replace("_", " "), *chains, *claims, *measures, *shown]
        texts.append(" \n ".join(" ".join(str(word).split()) for word in words))
    return texts


def _in_order() -> list[tuple[str, PlainDict]]:
    return sorted(_files("theory"), key=lambda file: natural(file[0]))


def _files(group: str) -> Iterator[tuple[str, PlainDict]]:
    for path in sorted((conf_dir() / group).glob("*.yaml")):
        try:
            yield path.stem, read_yaml(path)
        except YamlError as error:
            raise UserError(str(error)) from error


def _checklists(_: Catalogue) -> TextTable:
    """Every item, by its list and number; where the answer stands is in the `checklists.md` of `icsim export`."""
    from icsim.report.checklists.checklist import ANSWERED, checklists
    from icsim.report.checklists.checklist_text import row

    rows = []
    for one in checklists():
        for item in one.items:
            _number, asked, answered, _where, _author = row(item)
            rows.append((f"{one.name} {item.id}", asked, answered if item.status == ANSWERED else f"{answered} ({item.status})"))
    return ("item", "what it asks", "what icsim answers"), rows


TOPICS: dict[str, Callable[[Catalogue], TextTable]] = {
    "places": _places,
    "mechanisms": _mechanisms,
    "levers": _levers,
    "context": lambda known: entry_rows(known.context),
    "measures": _measures,
    "events": _events,
    "theories": _theories,
    "lessons": _lessons,
    "parameters": lambda known: entry_rows(known.parameters),
    "rules": _rules,
    "checklists": _checklists,
    "settings": lambda known: entry_rows(known.settings),
}
