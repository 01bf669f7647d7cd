"""Hostile and random queries: every answer is 200 with a body that can be read, or a plain sentence; never a fault."""

import gzip
import json
import random
from typing import Any
from urllib.parse import quote

import pytest

from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.config.config_paths import icsim_entries
from icsim.teach.api import TeachApi, api_routes, zipped
from icsim.teach.request_limits import TooManyRequests

ROUNDS = 260
PATHS = [path for path in icsim_entries("test") if path.startswith(("context.", "leadership.", "rules.", "parameters."))]
HEADS = [
    "place",
    "context",
    "leadership",
    "leader",
    "rules",
    "parameters",
    "timeline",
    "engine",
    "out",
    "budget",
    "hydra",
    "weeks",
    "seed",
]
VALUES = [
    *[
        "0.5",
        "1",
        "0",
        "-1",
        "1e999",
        "nan",
        "inf",
        "null",
        "true",
        "on",
        "off",
        "hero",
        "pair",
        "all",
        "''",
        "'",
        '"',
        "{",
        "}",
        "{}",
        "[]",
        "[[]]",
        "{a:1}",
        "{name:x}",
        "{week:1}",
        "[{week:1}]",
        "%",
        "&",
        "#",
        "\\",
    ],
    *[
        "${oc.env:HOME}",
        "${place}",
        "../../etc/passwd",
        "/etc/passwd.yaml",
        "<script>alert(1)</script>",
        "1,2",
        "range(0,9)",
        "glob(*)",
        "int(x)",
        "a=b",
        "é",
        "💥",
    ],
    *["[{week:1,set:{}}]", "[{week:1,crisis:{size:9}}]", "[{week:2,crisis:{size:0.5}}]", "[{week:1,set:{context:{demand:0.9}}}]"],
    *["[{week:1,set:{place:{}}}]", "[{set:{context.demand:1}}]", "[{week:1,leader_exit:{who:care/lead}}]", "{organisations:{}}"],
    *["[{week:1,decision:{by:health/lead,about:structure,mode:told}}]", "{health:{team:{profession:nurse,leader:health/lead}}}"],
    "\x00",
    "a b",
    "9" * 400,
    "[" * 9,
    "",
]
WORDS = [
    *[
        "set",
        "a",
        "b",
        "c",
        "a.3",
        "b.4",
        "set.2",
        "c.1",
        "a.99999",
        "a.-1",
        "d",
        "A",
        "replicate",
        "luck",
        "weeks",
        "lesson",
        "week",
        "measure",
        "pairs",
        "team",
    ],
    "",
]
SMALL = "set=place=pair&weeks=6&replicate=1"


def _word(luck: random.Random) -> str:
    word = luck.choice(WORDS)
    if luck.random() < 0.2:
        return f"{word}={luck.choice(VALUES)}"
    if luck.random() < 0.7:
        path = luck.choice(PATHS)
        value = luck.choice(VALUES) if luck.random() < 0.5 else f"{luck.random():.2f}"
    else:
        path = ".".join(
            luck.choice([*HEADS, "team", "level", "organisations", "health", "teams", "x"]) for _ in range(luck.randint(1, 4))
        )
        value = luck.choice(VALUES)
    return f"{word}={path}={value}"


def _query(luck: random.Random) -> str:
    words = [_word(luck) for _ in range(luck.randint(0, 4))]
    text = "&".join([SMALL, *words] if luck.random() < 0.8 else [*words[:1], SMALL])
    return quote(text, safe="=&.{}[],:'") if luck.random() < 0.5 else text


def _asked(answers: TeachApi, name: str, query: str) -> Any:
    try:
        return json.loads(gzip.decompress(zipped(api_routes(answers)[name](query))))
    except (UserError, TooManyRequests) as error:
        said = " ".join(str(error).split())
        assert said
        assert len(said) < 2500
        return None


@pytest.fixture(scope="module")
def answers() -> TeachApi:
    return TeachApi(16)


@pytest.mark.slow
def test_no_query_makes_a_fault(answers: TeachApi) -> None:
    luck = random.Random("queries")
    answered = 0
    for _ in range(ROUNDS):
        query = _query(luck)
        told = _asked(answers, "worlds", query)
        answered += told is not None
        if told is not None:
            again = _asked(answers, "worlds", told["query"])
            assert again == told, query
    assert ROUNDS // 20 < answered < ROUNDS  # both ends are met


@pytest.mark.slow
def test_nor_does_any_other_question(answers: TeachApi) -> None:
    luck = random.Random("questions")
    extra = ["&team=health/team", "&team=<b>", "&leader=care/lead", "&leader=", "&week=3", "&week=0", "&week=x", "&measure=trust"]
    extra += ["&measure=../x", "&pairs=16", "&pairs=1e9", "&world=1", "&world=2"]
    extra.append("")
    answered = 0
    for name in ("story", "why", "many", "start"):
        for _ in range(24):
            query = (_query(luck) if luck.random() < 0.4 else SMALL) + luck.choice(extra) + luck.choice(extra)
            answered += _asked(answers, name, query) is not None
    assert answered > 10


@pytest.mark.slow
def test_every_lever_context_variable_and_rule_can_be_asked_for(answers: TeachApi) -> None:
    """Each path, both ends of its range: a link made by the page is never refused."""
    known = icsim_entries("test")
    from icsim.teach.link_query import link_settings, parse_link

    for path in PATHS:
        entry = known[path]
        ends = list(entry.choices) if entry.choices else list(entry.range or ())
        assert ends, path
        for end in (ends[0], ends[-1]):
            link_settings(parse_link(f"set=place=pair&a={path}={end}"))
    assert len(PATHS) > len(catalogue().context) + len(catalogue().variants)
