"""All results files, and their JSON Schemas as published in docs/schemas (`python -m icsim.results.schemas docs/schemas`)."""

import sys
from pathlib import Path

from icsim.results.document import Document

DOCUMENTS: tuple[type[Document], ...] = ()


def published() -> dict[str, str]:
    """The text of each JSON Schema, by the name of its file."""
    return {f"{one.FILE.removesuffix('.json')}.schema.json": one.json_schema() for one in DOCUMENTS}


if __name__ == "__main__":
    for name, text in published().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")
