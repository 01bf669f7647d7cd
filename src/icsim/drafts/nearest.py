"""What in the vocabulary is nearest to a phrase: letters in common, rare ones counting for more (tf-idf of three to five letters).

A likeness is the cosine of the phrase with the entry's nearest own phrase, from 0 to 1. It compares letters and no meanings: it
proposes, and whoever knows the source chooses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from icsim.drafts.vocabulary import KINDS, VocabularyEntry, vocabulary

NEAR = 0.5
"""From here on an entry is called near. A convention: tests/drafts holds it against phrases of published configurations."""
OF_HELP = 0.8  # the help says more than the entry is, so a likeness to it counts for less
CLAUSES = re.compile(r"[,;.:()/]| and | but | so that | that | which | who | where | when | because ")


@dataclass(frozen=True)
class NearEntry:
    """An entry, how like it is, and the phrase of its own that is."""

    entry: VocabularyEntry
    likeness: float
    by: str


def nearest(phrase: str, kinds: Sequence[str] = KINDS, most: int = 5) -> list[NearEntry]:
    """The entries nearest to a phrase or to a part of it, nearest first; none without anything in common."""
    entries, phrases, owners, matrix, vectorizer = _index()
    parts = [phrase, *(part for part in CLAUSES.split(phrase) if part.strip())]
    likeness = (vectorizer.transform([_plain(part) for part in parts]) @ matrix.T).toarray().max(axis=0)
    likeness *= np.where([text == entries[owner].help for text, owner in zip(phrases, owners, strict=True)], OF_HELP, 1.0)
    found: dict[int, NearEntry] = {}
    for row in np.argsort(-likeness, kind="stable"):
        owner = owners[row]
        if likeness[row] > 0.0 and owner not in found and entries[owner].kind in kinds:
            found[owner] = NearEntry(entries[owner], min(float(likeness[row]), 1.0), phrases[row])
        if len(found) == most:
            break
    return list(found.values())


def _plain(text: str) -> str:
    """Small letters without the words that every phrase has."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    words = re.findall(r"[a-z]+", text.lower().replace("'s", "").replace("’s", ""))
    kept = [word for word in words if word not in ENGLISH_STOP_WORDS or word in ("together", "own", "up", "why")]
    return " ".join(kept or words)


@cache
def _index() -> tuple[tuple[VocabularyEntry, ...], list[str], list[int], Any, Any]:  # Any: scikit-learn and scipy have no types
    from sklearn.feature_extraction.text import TfidfVectorizer

    entries = vocabulary()
    pairs = [(text, n) for n, entry in enumerate(entries) for text in (*entry.phrases, entry.help)]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = vectorizer.fit_transform([_plain(text) for text, _ in pairs])
    return entries, [text for text, _ in pairs], [n for _, n in pairs], matrix, vectorizer
