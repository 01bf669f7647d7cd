"""The data of a saved page, packed: what runs hold as steps from week to week, which hardly vary, and all of it gzipped.

First how many bytes the JSON takes, in four bytes, little end first; then the JSON; then the steps, which it points into.
static/file.js unpacks it.
"""

import base64
import copy
import gzip
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

NARROW = "tie"  # states of one byte; all others take two


def packed(data: Mapping[str, Any]) -> str:
    """As base64."""
    held, steps = copy.deepcopy(dict(data)), _Steps()
    for worlds in held.get("worlds", {}).values():
        worlds["states"] = {kind: steps.put(text, kind != NARROW) for kind, text in worlds["states"].items()}
        for line in worlds["measures"]:
            line["values"] = steps.put(line["values"], True)
    text = json.dumps(held, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    whole = len(text).to_bytes(4, "little") + text + b"".join(steps.parts)
    return base64.b64encode(gzip.compress(whole, 9, mtime=0)).decode("ascii")


class _Steps:
    """What was put so far; the same numbers once."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self._known: dict[tuple[str, bool], dict[str, int | bool]] = {}
        self._size = 0

    def put(self, text: str, wide: bool) -> dict[str, int | bool]:
        """Where the steps stand: all low bytes, then, where `wide`, all high ones."""
        if (text, wide) not in self._known:
            numbers = np.frombuffer(base64.b64decode(text), "<u2" if wide else "u1")
            steps = np.diff(numbers, prepend=numbers.dtype.type(0))  # of unsigned numbers, so that it goes round at the top
            part = steps.view("u1").reshape(-1, numbers.itemsize).T.tobytes()
            self._known[text, wide] = {"at": self._size, "size": len(part), "wide": wide}
            self.parts.append(part)
            self._size += len(part)
        return self._known[text, wide]
