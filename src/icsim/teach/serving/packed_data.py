"""The data of a saved page, packed: what runs hold as steps from week to week, as bytes, and all of it gzipped.

First how many bytes the JSON takes, in four bytes, little end first; then the JSON; then the steps, which it points into.
static/file.js unpacks it.
"""

import base64
import copy
import gzip
import json
from collections.abc import Mapping
from typing import Any


def packed(data: Mapping[str, Any]) -> str:
    """As base64."""
    held, steps = copy.deepcopy(dict(data)), _Steps()
    for worlds in held.get("worlds", {}).values():
        worlds["states"] = {kind: steps.put(text) for kind, text in worlds["states"].items()}
        for line in worlds["measures"]:
            line["values"] = steps.put(line["values"])
    text = json.dumps(held, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    whole = len(text).to_bytes(4, "little") + text + b"".join(steps.parts)
    return base64.b64encode(gzip.compress(whole, 9, mtime=0)).decode("ascii")


class _Steps:
    """What was put so far; the same numbers once."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self._known: dict[str, dict[str, int]] = {}
        self._size = 0

    def put(self, text: str) -> dict[str, int]:
        """Where the bytes stand that a text of base64 holds."""
        if text not in self._known:
            part = base64.b64decode(text)
            self._known[text] = {"at": self._size, "size": len(part)}
            self.parts.append(part)
            self._size += len(part)
        return self._known[text]
