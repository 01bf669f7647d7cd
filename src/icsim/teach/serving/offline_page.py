"""The page with its data inside, as one HTML file: no engine, no server, no network. It opens from a disk in any browser."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypedDict
from urllib.parse import parse_qsl, quote

from icsim.base.atomic_output import write_atomically
from icsim.base.errors import UserError
from icsim.config.settings import Settings
from icsim.teach import link_query as asking
from icsim.teach import page_types as page
from icsim.teach import start_types
from icsim.teach.api import ZIPPED, TeachApi
from icsim.teach.link_query import LinkQuery
from icsim.teach.serving import packed_data, static_files
from icsim.teach.serving.bundle import bundle, modules

ENTRY = "file.js"
STYLE = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)">')
LINKED = re.compile(r"^<(?:link|script)\b.*\n", re.MULTILINE)  # what the served page fetches; each stands on its own line
ROOM = 2_900_000
"""Characters of data, not yet packed. A run and its tasks come first; stories and reasons fill the rest, as captions lead."""
MOST_TOLD = 60  # stories: each takes a moment to work out
WEEKS_TOLD = (3, 13)  # of a run, in which “why?” is answered: at least and at most, besides those that captions and tasks name
REASONS = 2300  # characters of one answer to “why?”, about
NAMED_WEEK = re.compile(r"\bweeks? (\d+)")
PAGE_WORDS = ("measure", "lines")  # of a link, that say how the run is looked at


class OpenStart(start_types.SentStart):
    """What there is to choose from, and the query that the page opens with."""

    open: str


class OpeningData(TypedDict):
    """What a page needs to open: `lessons` and `worlds` by the question that they answer."""

    replicate: int
    start: OpenStart
    lessons: dict[str, page.SentLesson]
    worlds: dict[str, page.SentWorlds]


class OfflineData(OpeningData):
    """All that a file knows, by the question; `why` has an answer for each of some weeks."""

    many: dict[str, page.SentMany]
    measures: list[str]
    story: dict[str, page.SentStory]
    why: dict[str, list[page.SentWhy]]


def offline_html(answers: TeachApi, query: str) -> str:
    """The file for a lesson, or for any worlds that a link describes. UserError where the query is not understood."""
    return fill_template(offline_data(answers, query), packed=True)


def gzip_of(answers: TeachApi, query: str) -> bytes:
    """The same, gzipped as the server keeps its answers."""
    return gzip.compress(offline_html(answers, query).encode("utf-8"), ZIPPED, mtime=0)


def fill_template(data: Mapping[str, object], packed: bool = False) -> str:
    """The page as text, with such data, `packed` where it is a file. A policy in its head forbids every request
    and every script but its own."""
    script, style = code()
    plain = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    kind, text = ("application/gzip", packed_data.packed(data)) if packed else ("application/json", plain)
    policy = (
        f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(style)}'; img-src data: blob:; "
        "media-src blob:; base-uri 'none'; form-action 'none'"
    )
    icon = base64.b64encode(static_files.load_static_files()["icon.svg"].body).decode("ascii")
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<link rel="icon" href="data:image/svg+xml;base64,{icon}">\n<style>{style}</style>\n</head>'
    )
    tail = f'<script type="{kind}" id="data">{text}</script>\n<script>{script}</script>\n</body>'
    bare = LINKED.sub("", static_files.load_static_files()[static_files.PAGE].body.decode("utf-8"))
    before, after = bare.split("</head>")
    return before + head + tail.join(after.split("</body>"))


@cache
def code() -> tuple[str, str]:
    """The one script and the one style sheet of such a page. They are the page's own modules."""
    table = static_files.load_static_files()
    styles = STYLE.findall(table[static_files.PAGE].body.decode("utf-8"))
    return bundle(ENTRY, modules(table)), "\n".join(table[name].body.decode("utf-8") for name in styles)


def digest(text: str) -> str:
    """How a policy names an inline script or style: the sha256 of its text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def opening_data(answers: TeachApi, query: str) -> OpeningData:
    """What a page needs to open on a lesson or on worlds: what there is to choose from, and the first run."""
    ask, looks = _asked(query)
    shown = answers.worlds(ask.canonical)
    replicate = shown["replicate"]
    ask = ask.with_replicate(replicate)
    lessons = {ask.lesson: answers.lesson(ask.lesson)} if ask.lesson else {}
    opens = "&".join([ask.without_replicate().canonical, *looks, "stage=story" if lessons else "stage=look"])
    alone = {f"lesson={ask.lesson}": shown} if ask.lesson else {}  # a lesson that is begun again
    return {
        "replicate": replicate,
        "start": {**answers.start(""), "open": opens},
        "lessons": lessons,
        "worlds": {question_key(ask): shown} | alone,
    }


def offline_data(answers: TeachApi, query: str) -> OfflineData:
    """What the file knows: the lesson, its worlds, those of its tasks, many pairs, and as many stories as there is room for."""
    opening = opening_data(answers, query)
    ask, looks = _asked(query)
    ask = ask.with_replicate(opening["replicate"])
    lesson, shown, start = opening["lessons"].get(ask.lesson or ""), opening["worlds"][question_key(ask)], opening["start"]
    tasks = lesson["tasks"] if lesson else []
    asked = [ask, *(replace(asking.parse_link(task["try"]).over(ask), lesson=ask.lesson) for task in tasks if task["try"])]
    for tried in asked[1:]:
        opening["worlds"][question_key(tried)] = answers.worlds(tried.canonical)
    start["lessons"], start["ours"] = [one for one in start["lessons"] if one["name"] == ask.lesson], None
    many = _many(answers, ask, _lines(lesson, shown, looks), start, shown, lesson["predict"]["reading"] if lesson else "")
    data: OfflineData = {
        **opening, "many": many, "measures": [one["measure"] for one in many.values()], "story": {}, "why": {}
    }  # fmt: skip
    left = ROOM - len(json.dumps(data))
    weeks = {int(week) for task in tasks for week in NAMED_WEEK.findall(f"{task['do']} {task['ask']}")}
    for one in asked:
        there = data["worlds"][question_key(one)]
        for name, told in _told(answers, one, there, weeks, left // len(asked), leaders=one is ask):
            left -= len(json.dumps(told))
            if left < 0:
                return data
            if isinstance(told, list):
                data["why"][name] = told
            else:
                data["story"][name] = told
    return data


def question_key(ask: LinkQuery, *words: tuple[str, str]) -> str:
    """A question as `keyOf` in source.js writes it: its words in order, without the luck, of which the file has one."""
    pairs = [*parse_qsl(ask.without_replicate().canonical, keep_blank_values=True), *words]
    return "&".join(sorted((f"{word}={said}" for word, said in pairs), key=_as_the_page_sorts))


def _as_the_page_sorts(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _asked(query: str) -> tuple[LinkQuery, list[str]]:
    """The worlds that a query asks for, and how it looks at them."""
    ask = asking.parse_link(query)
    looks = [f"{word}={quote(ask.more[word], safe=',')}" for word in PAGE_WORDS if ask.more.get(word)]
    return replace(ask, more={}), looks


def _lines(lesson: page.SentLesson | None, shown: page.SentWorlds, looks: list[str]) -> list[str]:
    """The measures that the charts show at first."""
    asked = [name for look in looks if look.startswith("lines=") for name in look.partition("=")[2].split(",")]
    return asked or (lesson["watch"] if lesson else [one["name"] for one in shown["measures"][:3]])


def _many(
    answers: TeachApi, ask: LinkQuery, lines: list[str], start: start_types.SentStart, shown: page.SentWorlds, predicted: str
) -> dict[str, page.SentMany]:
    """Many pairs by what is predicted and by each measure that the charts show or lines read; by trust where there is none."""
    known = [one["name"] for one in start["measures"]]
    read = {one["name"]: one.get("measure", one["name"]) for one in shown["measures"]}
    own = [predicted] if predicted in read else []
    chosen = list(dict.fromkeys([*own, *(read[name] for name in lines if read.get(name) in known)])) or ["trust"]
    return {question_key(ask, ("measure", name)): answers.many(f"{ask.canonical}&measure={quote(name)}") for name in chosen}


def _told(
    answers: TeachApi, ask: LinkQuery, shown: page.SentWorlds, named_weeks: set[int], room: int, leaders: bool
) -> Iterator[tuple[str, page.SentStory | list[page.SentWhy]]]:
    """Stories and reasons, in the order in which somebody is likely to ask: key and answer."""
    parting = shown["parting"]
    told = [(one["team"], one["until"]) for one in shown["captions"]] + [(parting["team"], parting["week"])]
    captions = [(team, week) for team, week in told if team is not None]
    named = [("team", one["id"]) for one in shown["teams"]]
    first = [named[team] for team in dict.fromkeys(team for team, _ in captions)]
    others_named = [("leader", one["id"]) for one in shown["leaders"]] if leaders else []
    others = len(shown["names"]) - 1
    evenly = named_weeks | _evenly(shown["weeks"], room // (2 * REASONS * len(named) * others))
    for number, who in enumerate(dict.fromkeys([*first, *named, *others_named])):
        for world in range(1, others + 1):
            words = (who, *([("world", "2")] if world == 2 else []))
            query = "&".join([ask.canonical, *(f"{word}={quote(said)}" for word, said in words)])
            if number < MOST_TOLD // others:
                yield question_key(ask, *words), answers.story(query)
            if who[0] == "team":
                own = {week for team, week in captions if named[team] == who and week}
                weeks = sorted(week for week in evenly | own if week <= shown["weeks"])
                yield question_key(ask, *words), [answers.why(f"{query}&week={week}") for week in weeks]


def _evenly(last: int, count: int) -> set[int]:
    """Weeks evenly over a run, the last one among them."""
    least, most = WEEKS_TOLD
    parts = min(max(count, least), most)
    return {max(1, round(last * part / parts)) for part in range(1, parts + 1)}


KINDS = (".html", ".htm")


def save_page(settings: Settings, query: str) -> str:
    """Write the file; what was written, in a line. UserError where it cannot be, before anything runs."""
    given = str(settings.values["save"])
    target = Path(given)
    if target.suffix.lower() not in KINDS:
        raise UserError(
            f"save: {given or 'nothing'} is no page; give a file that ends in .html, such as save={target.stem or 'lesson'}.html"
        )
    if not target.parent.is_dir():
        raise UserError(f"save: {target.parent} is not there; make the folder first, or choose another")
    if target.exists():
        raise UserError(f"save: {target} is there already and stays as it is; give another name, or remove it")
    text = offline_html(TeachApi(int(settings.values["pairs"])), query)
    try:
        write_atomically(target, text)
    except OSError as error:
        raise UserError(f"save: {target}: {error.strerror or error}; choose another place") from None
    return f"icsim teach: {target}, {len(text.encode()) / 1e6:.1f} MB; it opens in a browser, without icsim and without a network"
