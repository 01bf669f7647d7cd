"""A stand-in for the server behind the page: answers of the agreed shape with made-up numbers, in milliseconds.

The page is tested on its own with it; what the numbers are is the server's own tests' affair.
"""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np

STATIC = Path(__file__).parents[2] / "src" / "icsim" / "teach" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
NAMES = ("a", "b", "c")
WEEKS = 40
PARTED = 6
TEAM_FIELDS = ("power", "morale", "trust_in_leader")
MEASURES = (("morale", "morale", False), ("trust", "trust between teams", False), ("attendance", "attendance", False))
USERS = (("user_experience", "experience of the people served", True),)
MECHANISMS = {"working_with_power": "power sharing", "clarifying_complexity": "clarity", "inspiring_intent": "inspiration"}
LESSON: dict[str, Any] = {
    "name": "asked",
    "title": "Asked, then overridden",
    "group": "box",
    "minutes": 20,
    "place": "A small place",
    "story": ["Two organisations became one.", "In one world leaders did what was proposed."],
    "query": "set=place=small&a=leadership.team.working_with_power.level=0.9&replicate=7",
    "worlds": [{"name": "heeded", "said": "They did what was proposed."}, {"name": "overridden", "said": "They did not."}],
    "predict": {"ask": "Where was morale higher?", "rule": "compare", "choices": ["heeded", "about the same", "overridden"]},
    "watch": ["morale", "trust"],
    "colour": "morale",
    "tasks": [
        {"do": "Find the team that changed most.", "ask": "Which was it?"},
        {"do": "Raise clarity.", "ask": "What changed?", "try": "b=leadership.team.clarifying_complexity.level=0.9"},
    ],
    "closing": ["Where did it not work?", "Who lost?", "What in your place is unlike this?"],
    "facilitator": [{"minutes": 5, "text": "Tell the story."}, {"minutes": 15, "text": "Run it."}],
}
CURVE = LESSON | {
    "name": "curve",
    "title": "Draw it",
    "group": "more",
    "predict": {
        "ask": "How did morale go?",
        "rule": "curve",
        "curve": {"measure": "morale", "display": "morale", "low": 0, "high": 1, "world": 1},
    },
}
LESSONS = {one["name"]: one for one in (LESSON, CURVE)}


class Wrong(Exception):
    """What the asker did wrong."""


def start() -> dict[str, Any]:
    def slider(name: str) -> dict[str, Any]:
        return {"paths": [f"leadership.team.{name}.level"], "low": 0, "high": 1, "default": 0.5}

    def lever(path: str, display: str) -> dict[str, Any]:
        return {"path": path, "display": display, "help": "", "low": 0, "high": 1, "default": 0.5}

    return {
        "version": "0",
        "places": [{"name": "small", "display": "A small place"}, {"name": "other", "display": "Another place"}],
        "mechanisms": [
            {"name": n, "display": d, "slider": slider(n), "levers": [lever(f"leadership.team.{n}.share", f"{d}: a part")]}
            for n, d in MECHANISMS.items()
        ],
        "context": [lever("context.power_imbalance", "power imbalance"), lever("context.demand", "demand on services")],
        "measures": [
            {"name": n, "display": d, "low": 0, "high": 1, "smallest": 0.05, "good": "up", "users": u}
            for n, d, u in (*MEASURES, *USERS)
        ],
        "lessons": [{key: one[key] for key in ("name", "title", "minutes", "group")} for one in LESSONS.values()],
        "ours": {"organisations": [2, 6], "teams": [1, 4], "power": [0, 100], "name": 30}
        | {"sectors": ["health", "social_care"], "example": "hospital:health:90:3;council:social_care:55:2"},
        "glossary": [{"word": "luck", "meaning": "Who happens to meet whom, and when."}],
    }


def asked(query: str) -> dict[str, Any]:
    """The query, read as the page's contract has it; a lesson's own first."""
    found: dict[str, Any] = {"set": {}, "worlds": {"a": {}, "b": {}}, "later": [], "lesson": None, "luck": 1}
    pairs = parse_qsl(query)
    lesson = dict(pairs).get("lesson")
    if lesson:
        if lesson not in LESSONS:
            raise Wrong(f"There is no lesson called {lesson}.")
        found["lesson"] = LESSONS[lesson]
        pairs = [*parse_qsl(LESSONS[lesson]["query"]), *pairs]
    for key, text in pairs:
        name, _, value = text.partition("=")
        if key == "set":
            found["set"][name] = value
        elif key in NAMES:
            found["worlds"].setdefault(key, {})[name] = value
        elif key[:1] in NAMES and key[1:2] == ".":
            if not value.replace(".", "").isdigit():
                raise Wrong(f"{name}: {value} is not a number")
            found["later"].append((key[0], int(key[2:]), name, float(value)))
        elif key in ("weeks", "place_form"):
            found[key] = text
        elif key == "replicate":
            found["luck"] = int(text)
        elif key not in ("lesson", "measure", "pairs", "team", "leader", "week", "world"):
            raise Wrong(f"{key}: unknown word")
    if found["set"].get("place", "small") not in ("small", "other"):
        raise Wrong(f"There is no place called {found['set']['place']}.")
    return found


def lift(ask: dict[str, Any], name: str) -> np.ndarray:
    """How far a world rises above the middle by week: with its levers, once the worlds have parted."""
    own = {**ask["set"], **ask["worlds"].get(name, {})}
    level = sum(float(v) - 0.5 for k, v in own.items() if k.startswith("leadership"))
    weeks = np.arange(WEEKS + 1)
    rise = np.where(weeks > PARTED, level * (weeks - PARTED) / WEEKS, 0.0)
    for world, week, _, value in ask["later"]:
        if world == name:
            rise = rise + np.where(weeks > week, (value - 0.5) * (weeks - week) / WEEKS, 0.0)
    return 0.3 * rise


def worlds(query: str) -> dict[str, Any]:
    ask = asked(query)
    names = sorted(ask["worlds"])
    rng = np.random.default_rng(ask["luck"])
    lifts = np.array([lift(ask, name) for name in names])
    teams, ties = 6, [[0, 1], [1, 2], [2, 3], [0, 4], [3, 5]]

    def states(fields: int, count: int) -> str:
        base = rng.uniform(0.35, 0.65, (1, fields, count, 1)) + rng.normal(0, 0.01, (1, fields, count, WEEKS + 1))
        values = np.clip(base + lifts[:, None, None, :], 0, 1)
        return base64.b64encode(np.round(254 * values).astype(np.uint8).tobytes()).decode()

    def measure(name: str, display: str, users: bool) -> dict[str, Any]:
        values = np.clip(0.5 + lifts + 0.02 * rng.normal(size=WEEKS + 1), 0, 1)
        packed = base64.b64encode(np.round(65534 * values).astype("<u2").tobytes()).decode()
        shape = {"name": name, "display": display, "unit": "share", "low": 0, "high": 1, "good": "up"}
        return shape | {"users": users, "values": packed}

    def field(name: str) -> dict[str, Any]:
        return {"name": name, "display": name.replace("_", " "), "low": 0, "high": 1}

    lesson = ask["lesson"]
    told = [w["name"] for w in lesson["worlds"]] if lesson else ["this world", "the other world"]
    answer = {"choice": 0} if lesson and "choices" in lesson["predict"] else {"curve": list(0.5 + lifts[1])}
    return {
        "version": 1,
        "query": query,
        "names": told[: len(names)],
        "difference": "One thing differs: power sharing, 0.90 in one world and 0.50 in the other.",
        "weeks": WEEKS,
        "luck": ask["luck"],
        "lucksaid": "This luck was chosen.",
        "place": {"name": ask["set"].get("place", "small"), "display": "A small place"},
        "settings": [{"context.power_imbalance": 0.5} for _ in names],
        "organisations": [
            {"id": "hospital", "name": "hospital", "sector": "health", "power": 0.8},
            {"id": "council", "name": "council", "sector": "social care", "power": 0.4},
        ],
        "teams": [
            {"id": f"{'hospital' if i < 4 else 'council'}/t{i}", "name": f"team {i}", "organisation": int(i >= 4)}
            | {"profession": "nurse", "site": "", "users": True}
            for i in range(teams)
        ],
        "leaders": [
            {"id": "lead", "name": "head", "organisation": 0, "tier": "team", "leads": [0, 1]},
            {"id": "director", "name": "director", "organisation": -1, "tier": "system", "leads": [], "reports_to": -1},
        ],
        "users": [{"id": "users/all", "name": "patients"}],
        "ties": ties,
        "fields": {
            "team": [field(n) for n in TEAM_FIELDS],
            "leader": [field("present"), field("leader_strain")],
            "tie": [field("there"), field("back")],
        },
        "states": {"team": states(3, teams), "leader": states(2, 2), "tie": states(2, len(ties))},
        "measures": [measure(*one) for one in (*MEASURES, *USERS)],
        "parting": {"week": PARTED, "text": "A plan was taken as proposed in one world only.", "team": 2},
        "captions": [
            caption(PARTED, PARTED, "action", "The head asked in both worlds.", None),
            caption(PARTED, 20, "outcome", "Morale stood at 0.50 and 0.59 in week 20 of this run.", "emergent"),
        ],
        "gone": [{"week": 30, "world": 1, "leader": 0, "text": "the head left"}],
        "lesson": {"truth": answer | {"said": "In this run it was 0.59 against 0.50."}, "answers": ["Team 2.", "Little."]}
        if lesson
        else None,
    }


def caption(week: int, until: int, kind: str, text: str, badge: str | None) -> dict[str, Any]:
    told = "nobody told the model to do this" if badge else None
    return {"week": week, "until": until, "kind": kind, "text": text, "badge": badge, "badgetext": told, "team": 2}


def story(query: str) -> dict[str, Any]:
    shown = worlds(query)
    return {"who": "team 2", "parting": shown["parting"], "captions": shown["captions"]}


def why(query: str) -> dict[str, Any]:
    week = int(dict(parse_qsl(query)).get("week", 0))
    terms = [{"display": "trust", "value": 0.4}, {"display": "load", "value": -0.2}]
    names = worlds(query)["names"]
    told = [{"name": n, "decision": "came", "terms": terms, "total": 0.2} for n in names]
    return {"who": "team 2", "week": week, "said": "Trust spoke for it.", "worlds": told}


def many(query: str) -> dict[str, Any]:
    last = list(np.linspace(-0.1, 0.3, 200))
    gap = {"low": [0.0, -0.1], "median": [0.0, 0.1], "high": [0.0, 0.3]}
    said = "In 50 of 200 pairs it went the other way."
    return {
        "measure": "morale",
        "pairs": 200,
        "weeks": [0, WEEKS],
        "gap": gap,
        "last": last,
        "other_way": 50,
        "same": 5,
        "said": said,
    }


def answer(path: str, query: str) -> tuple[int, dict[str, Any]]:
    """What the interface says to a question; a wrong one gets a plain sentence."""
    query = query.removesuffix("&brief=1")  # captions are there at once
    name = path.removeprefix("/api/")
    if name.startswith("lesson/"):
        known = LESSONS.get(name.removeprefix("lesson/"))
        return (200, known) if known else (404, {"error": "There is no such lesson."})
    told = {"worlds": worlds, "story": story, "why": why, "many": many}
    if name == "start":
        return 200, start()
    if name not in told:
        return 404, {"error": "There is nothing here."}
    try:
        return 200, told[name](query)
    except Wrong as error:
        return 400, {"error": str(error)}


class Handler(BaseHTTPRequestHandler):
    """Static files and answers, with the policy that the real server sends."""

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        asked_for = urlsplit(self.path)
        if asked_for.path.startswith("/api/"):
            status, told = answer(asked_for.path, asked_for.query)
            self._send(status, json.dumps(told).encode(), "application/json")
            return
        name = "index.html" if asked_for.path == "/" else asked_for.path.removeprefix("/static/")
        file = STATIC / name
        if file.is_file():
            self._send(200, file.read_bytes(), KINDS.get(file.suffix, "application/octet-stream"))
        else:
            self._send(404, b"", "text/plain")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", f"{kind}; charset=utf-8"), ("Content-Security-Policy", POLICY)):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving() -> Iterator[str]:
    """Runs the stand-in on a free port of this machine; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
