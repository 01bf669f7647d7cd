"""What phones in a room are called: nobody gives a name, and each still finds itself on the screen."""

import secrets
from collections.abc import Collection

COLOURS = (
    "amber", "blue", "bronze", "cobalt", "copper", "coral", "crimson", "emerald", "golden", "green", "indigo", "ivory", "jade",
    "lilac", "maroon", "olive", "orange", "pearl", "plum", "purple", "ruby", "russet", "saffron", "sandy", "scarlet", "silver",
    "teal", "violet",
)  # fmt: skip
ANIMALS = (
    "avocet", "badger", "beaver", "bittern", "crane", "curlew", "dolphin", "dormouse", "dunlin", "egret", "finch", "hare",
    "hedgehog", "heron", "kestrel", "kingfisher", "lapwing", "linnet", "lynx", "marten", "merlin", "moose", "nightingale",
    "osprey", "otter", "owl", "pipit", "plover", "puffin", "robin", "seal", "sparrow", "squirrel", "starling", "stork",
    "swallow", "swift", "tern", "thrush", "wren",
)  # fmt: skip
MOST = len(COLOURS) * len(ANIMALS)


def fresh(taken: Collection[str]) -> str:
    """One that nobody has. Raises IndexError where all are taken, which a full room comes long before."""
    return secrets.choice([name for colour in COLOURS for animal in ANIMALS if (name := f"{colour} {animal}") not in taken])
