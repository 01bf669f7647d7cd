"""`ro-crate-metadata.json`: what a study's folder holds and how it was made, as an RO-Crate 1.1 (researchobject.org/ro-crate).

Every file stands there with its size and SHA-256, so that one that was changed later is found.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from icsim.base.caches import store
from icsim.base.errors import UserError
from icsim.base.version import __version__

CRATE = "ro-crate-metadata.json"
CONTEXT, PROFILE = "https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/crate/1.1"
RUN, SOFTWARE = "#run", "#icsim"
FORMATS = {
    ".json": "application/json", ".html": "text/html", ".yaml": "application/yaml", ".png": "image/png", ".svg": "image/svg+xml",
    ".parquet": "application/vnd.apache.parquet", ".csv": "text/csv", ".md": "text/markdown",
}  # fmt: skip


@dataclass(frozen=True)
class CrateOrigin:
    """What a crate says of how a study was made."""

    name: str
    about: str
    command: str
    properties: Sequence[tuple[str, str]]  # name and value: hashes, seeds, versions
    citations: Sequence[str]
    results: Sequence[Path]
    """Files whose newest is as old as the results: what is written anew each time, such as a page, is not among them."""


def write_crate(folder: Path, origin: CrateOrigin, paths: Sequence[Path]) -> None:
    """Write the crate of a folder that is whole; `paths` are its files."""
    files = [_file(folder, path) for path in sorted(paths)]
    day = max((path.stat().st_mtime for path in origin.results), default=0.0)
    properties = [
        {"@id": f"{RUN}-{n}", "@type": "PropertyValue", "name": name, "value": value}
        for n, (name, value) in enumerate(origin.properties, start=1)
    ]
    data = {
        "@context": CONTEXT,
        "@graph": [
            {"@id": CRATE, "@type": "CreativeWork", "conformsTo": {"@id": PROFILE}, "about": {"@id": "./"}},
            {
                "@id": "./", "@type": "Dataset", "name": origin.name, "description": origin.about,
                "datePublished": datetime.datetime.fromtimestamp(day, datetime.UTC).date().isoformat(),
                "hasPart": [{"@id": file["@id"]} for file in files], "mentions": {"@id": RUN}, "citation": list(origin.citations),
            },
            {
                "@id": RUN, "@type": "CreateAction", "name": origin.command, "instrument": {"@id": SOFTWARE},
                "result": {"@id": "./"}, "additionalProperty": [{"@id": one["@id"]} for one in properties],
            },
            {"@id": SOFTWARE, "@type": "SoftwareApplication", "name": "icsim", "version": __version__},
            *properties,
            *files,
        ],
    }  # fmt: skip
    store(folder / CRATE, _text(data))


def _file(folder: Path, path: Path) -> dict[str, object]:
    data = path.read_bytes()
    name = path.relative_to(folder).as_posix()
    found: dict[str, object] = {"@id": name, "@type": "File", "contentSize": str(len(data)), "sha256": _hash(data)}
    if path.suffix in FORMATS:
        found["encodingFormat"] = FORMATS[path.suffix]
    return found


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def changed_files(folder: Path, key: str) -> list[tuple[str, str]]:
    """Files of a crate that are no longer what it says, each with what is wrong. UserError for a crate that cannot be read."""
    return [(name, what) for name, sha in _hashes(folder, key) if (what := _changed(folder / name, sha))]


def listed_files(folder: Path, key: str) -> list[str]:
    """The files that a crate tells of."""
    return [name for name, _ in _hashes(folder, key)]


def other_files(folder: Path, key: str) -> list[str]:
    """Files that lie in the folder of a crate and that it does not tell of."""
    known = {CRATE, *listed_files(folder, key)}
    there = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    return sorted(name for name in there if name not in known)


def property_of(folder: Path, name: str) -> str | None:
    """What a crate says of how its folder was made, under a name; None where it does not say it."""
    graph = json.loads((folder / CRATE).read_text(encoding="utf-8"))["@graph"]
    return next((str(one["value"]) for one in graph if one.get("@type") == "PropertyValue" and one.get("name") == name), None)


def list_anew(folder: Path, name: str) -> None:
    """Bring the entry of one file that was made anew up to date, where there is a crate that tells of it."""
    if not (folder / CRATE).is_file() or name not in listed_files(folder, "report"):
        return
    data = json.loads((folder / CRATE).read_text(encoding="utf-8"))
    data["@graph"] = [_file(folder, folder / name) if one.get("@id") == name else one for one in data["@graph"]]
    store(folder / CRATE, _text(data))


def _text(data: object) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _hashes(folder: Path, key: str) -> Iterator[tuple[str, str]]:
    try:
        data: Any = json.loads((folder / CRATE).read_text(encoding="utf-8"))
        graph = data["@graph"]
        files = [(str(one["@id"]), str(one["sha256"])) for one in graph if one.get("@type") == "File"]
    except OSError as error:
        what = f"{folder / CRATE}: {error.strerror or error}"
        raise UserError(f"{key}: {what}; give the folder of a study, or make it again") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{key}: {folder / CRATE} is no RO-Crate of a study; make the study again") from error
    for name, sha in files:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise UserError(f"{key}: {folder / CRATE}: {name} lies outside the folder; make the study again")
        yield name, sha


def _changed(path: Path, sha: str) -> str:
    try:
        return "" if _hash(path.read_bytes()) == sha else "was changed after the study wrote it"
    except OSError:
        return "is not there"
