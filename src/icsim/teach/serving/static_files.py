"""The page's own files, read once and served from a table: no path is ever made from a request."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static"
PAGE, JOIN = "index.html", "join.html"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
PLAIN = (".png", ".woff2", ".ico")  # packed already


@dataclass(frozen=True)
class StaticFile:
    """A file as it is sent: its bytes, gzipped where that helps, and a tag by which a browser knows it again."""

    kind: str
    body: bytes
    zipped: bytes | None
    tag: str


def load_static_files(folder: Path = FOLDER) -> dict[str, StaticFile]:
    """Every file below a folder whose kind is known, by its path with slashes."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in TYPES)
    return {path.relative_to(folder).as_posix(): _read(path) for path in found}


def _read(path: Path) -> StaticFile:
    body = path.read_bytes()
    zipped = None if path.suffix in PLAIN else gzip.compress(body, 9, mtime=0)
    return StaticFile(TYPES[path.suffix], body, zipped, f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"')
