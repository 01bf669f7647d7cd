"""Our place: up to six organisations from a form, as a place that the model can run, and as a few words in a link.

In a link it reads `place_form=hospital:health:90:3;council:social_care:55:2`: name, sector, power in hundredths, number of teams.
A name is what people say, in any script; `:`, `;` and `%` in it read `%3A`, `%3B` and `%25`. The model has a key beside it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from icsim.base.errors import UserError
from icsim.base.plain_data import PlainDict
from icsim.base.suggest import did_you_mean
from icsim.base.yaml_io import read_yaml
from icsim.teach.start_types import SentFormLimits
from icsim.world.checks import parse_place
from icsim.world.place import Sector

FEWEST, MOST = 2, 6  # organisations
MOST_TEAMS = 4  # of one organisation
LONGEST_NAME = 30
NAME = "our_place"
SOURCE = "the form: names, sectors, power, numbers of teams; all else is an assumption"
BETWEEN, WITHIN = ";", ":"
SECTORS: tuple[str, ...] = get_args(Sector)
RESERVED = ("director", "board", "people", "all", "users", "groups")  # names that the place itself gives
ESCAPED = {"%": "%25", ":": "%3A", ";": "%3B"}  # in a name, for they part the words of the link
JOINERS = "\u200c\u200d"  # they print nothing, and some scripts cannot be written without them


@dataclass(frozen=True)
class FormOrganisation:
    """One organisation of the form: a name as people say it, its sector, its power from 0 to 100, and how many teams it has."""

    name: str
    sector: str
    power: int
    teams: int


def organisation_keys(homes: Sequence[FormOrganisation]) -> list[str]:
    """What the model calls each: the name in small Latin letters where it has them, else a number; no two alike."""
    taken = set(RESERVED)
    keys = []
    for n, home in enumerate(homes, start=1):
        latin = unicodedata.normalize("NFKD", home.name.lower()).encode("ascii", "ignore").decode().replace("'", "")
        plain = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")
        key = stem = plain if plain[:1].isalpha() else f"organisation_{n}"
        count = 1
        while key in taken:
            count += 1
            key = f"{stem}_{count}"
        taken.add(key)
        keys.append(key)
    return keys


@cache
def _given() -> PlainDict:
    return read_yaml(Path(__file__).with_name("ourplace.yaml"))


def example() -> str:
    """The words that the form begins with."""
    return str(_given()["example"])


def form_limits() -> SentFormLimits:
    """What the form offers: numbers of organisations and teams, sectors, the longest name, and what it begins with."""
    return {
        "organisations": [FEWEST, MOST],
        "teams": [1, MOST_TEAMS],
        "power": [0, 100],
        "sectors": list(SECTORS),
        "name": LONGEST_NAME,
        "example": example(),
    }


def decode(text: str) -> tuple[FormOrganisation, ...]:
    """The form out of a link; UserError names the first thing that is wrong."""
    parts = [part for part in text.split(BETWEEN) if part.strip()]
    if not FEWEST <= len(parts) <= MOST:
        raise UserError(f"place_form: {len(parts)} organisations; allowed: {FEWEST} to {MOST}; add or leave out some")
    homes = tuple(_home(n, part) for n, part in enumerate(parts, start=1))
    said = [home.name.casefold() for home in homes]
    for n, name in enumerate(said):
        if name in said[:n]:
            raise UserError(f"place_form.{n + 1}: {homes[n].name} is there twice; give each organisation a name of its own")
    return homes


def encode(homes: Sequence[FormOrganisation]) -> str:
    """The form as words of a link."""
    return BETWEEN.join(WITHIN.join((_escaped(home.name), home.sector, str(home.power), str(home.teams))) for home in homes)


def form_to_place(homes: Sequence[FormOrganisation]) -> PlainDict:
    """What stands below `place:` in a place file: every organisation with a leader, a director above, a board of all."""
    authority = _given()["authority"]
    keyed = list(zip(organisation_keys(homes), homes, strict=True))
    data: dict[str, object] = {
        "name": NAME,
        "title": "Our place",
        "help": "A place made with the form of the page.",
        "source": {"where": SOURCE, "date": "now", "label": "assumption"},
        "organisations": {key: {"kind": home.sector, "sector": home.sector, "power": home.power / 100.0} for key, home in keyed},
        "teams": {
            key: {
                name: {"profession": profession, "leader": f"{key}/lead"}
                for name, profession in list(_given()["teams"][home.sector].items())[: home.teams]
            }
            for key, home in keyed
        },
        "leaders": {"director": {"tier": "system", "authority": authority["director"]}}
        | {key: {"lead": {"reports_to": "director", "authority": authority["lead"]}} for key, _ in keyed},
        "groups": {"board": {"chair": "director", "members": "all"}},
        "users": {"people": {"teams": "all"}},
    }  # fmt: skip
    parse_place(data)  # whatever a form can say is a place
    return data


def _home(n: int, part: str) -> FormOrganisation:
    fields = [field.strip() for field in part.split(WITHIN)]
    if len(fields) != 4:
        raise UserError(f"place_form.{n}: {_short(part)} is not NAME:SECTOR:POWER:TEAMS; write it as hospital:health:90:3")
    name, sector, power, teams = fields
    name = unicodedata.normalize("NFC", _unescaped(name)).strip()
    if not 0 < len(name) <= LONGEST_NAME or not any(map(str.isalnum, name)) or not all(map(_is_shown, name)):
        raise UserError(
            f"place_form.{n}: {_short(name)} is no name here; give a letter or a digit at least, in any script, on one line, "
            f"{LONGEST_NAME} characters at most"
        )
    if sector not in SECTORS:
        allowed = f"{', '.join(SECTORS)}{did_you_mean(sector, SECTORS)}"
        raise UserError(f"place_form.{n}: {_short(sector)} is no sector; allowed: {allowed}")
    return FormOrganisation(
        name, sector, _whole(power, f"place_form.{n}: power", 0, 100), _whole(teams, f"place_form.{n}: teams", 1, MOST_TEAMS)
    )


def _is_shown(letter: str) -> bool:
    return letter.isprintable() or letter in JOINERS


def _escaped(name: str) -> str:
    return "".join(ESCAPED.get(letter, letter) for letter in name)


def _unescaped(text: str) -> str:
    for letter, written in reversed(ESCAPED.items()):  # the sign itself last
        text = text.replace(written, letter)
    return text


def _whole(text: str, what: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or not low <= int(text) <= high:
        raise UserError(f"{what} {_short(text)} is not allowed; give a whole number from {low} to {high}")
    return int(text)


def _short(value: str) -> str:
    text = " ".join(value.split()) or "nothing"
    return text if len(text) <= 40 else text[:37] + "..."
