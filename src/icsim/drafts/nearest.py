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

from icsim.drafts.negation import turning_words
from icsim.drafts.vocabulary import ACTOR, KINDS, VocabularyEntry, vocabulary

NEAR = 0.5
"""From here on an entry is called near. A convention: tests/drafts holds it against phrases of published configurations."""
ROUNDING = 1e-9
OF_HELP = 0.8  # the help says more than the entry is, so a likeness to it counts for less
CLAUSES = re.compile(r"[,;.:()/]| and | but | so that | that | which | who | where | when | because ")

TURNED_TOGETHER = re.compile(r"[,;.:()/]| and | but | so that ")
"""Where a word that turns a phrase round no longer reaches."""


@dataclass(frozen=True)
class NearEntry:
    """An entry, how like it is, and the phrase of its own that is."""

    entry: VocabularyEntry
    likeness: float
    by: str
    turned: str = ""  # what turns the phrase round, so that it says the opposite of the entry; empty: nothing does


def nearest(phrase: str, kinds: Sequence[str] = KINDS, most: int = 5) -> list[NearEntry]:
    """The entries nearest to a phrase or to a part of it, nearest first; none without anything in common."""
    entries, phrases, owners, matrix, vectorizer = _index()
    parts = [phrase, *(part for part in CLAUSES.split(phrase) if part.strip())]
    alike = (vectorizer.transform([_plain(part) for part in parts]) @ matrix.T).toarray()
    likeness = alike.max(axis=0)
    nearest_part = len(parts) - 1 - np.argmax((alike >= likeness - ROUNDING)[::-1], axis=0)  # the shortest: parts come last
    likeness *= np.where([text == entries[owner].help for text, owner in zip(phrases, owners, strict=True)], OF_HELP, 1.0)
    found: dict[int, NearEntry] = {}
    for row in np.argsort(-likeness, kind="stable"):
        owner = owners[row]
        if likeness[row] > 0.0 and owner not in found and entries[owner].kind in kinds:
            turned = _turned(_clause_of(parts[nearest_part[row]], phrase), entries[owner], phrases[row])
            found[owner] = NearEntry(entries[owner], min(float(likeness[row]), 1.0), phrases[row], turned)
        if len(found) == most:
            break
    return list(found.values())


def _clause_of(part: str, phrase: str) -> str:
    """The clause that a part stands in: `lack of clarity about who does what` is one, whatever part of it is alike."""
    return next((clause for clause in TURNED_TOGETHER.split(phrase) if part in clause), part)


def _turned(part: str, entry: VocabularyEntry, by: str) -> str:
    """What makes a part say the opposite of an entry: its own words, or that it is like a phrase for the opposite."""
    if entry.kind == ACTOR:
        return ""
    words = turning_words(part, _known_words(), by)
    theirs = turning_words(by, _known_words(), part) if by != entry.help else []
    if (len(words) + len(theirs) + (by in entry.opposites)) % 2 == 0:  # two turn it back
        return ""
    return " ".join(words) or by


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word for entry in vocabulary() for text in entry.phrases for word in re.findall(r"[a-z]+", text.lower()))


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
