"""`icsim find WORDS`: what in the vocabulary is nearest to words of one's own."""

from collections.abc import Sequence

from icsim.base.errors import EXIT_NOTHING_FOUND, UserError
from icsim.base.plain_text import and_list, quoted
from icsim.base.suggest import did_you_mean
from icsim.commands.keys import asks_help

USAGE = "icsim find WORDS ... [kind=lever|measure|context|event|actor]"
MOST, CLOSEST = 8, 3


def main(words: Sequence[str], rest: Sequence[str]) -> int:
    """Everything after `icsim find`: words, and of which kind. As of grep, 1 says that nothing was found."""
    if asks_help(rest):
        print(f"usage: {USAGE}\n")
        print("What a theory file can set or read that is nearest to your words, such as icsim find role clarity.")
        print("It compares letters with names, help and what the field calls an entry; what a word means is for you to judge.")
        return 0
    from icsim.commands.list import print_text_table
    from icsim.drafts.nearest import NEAR, nearest
    from icsim.drafts.vocabulary import KINDS

    kinds: Sequence[str] = KINDS
    for given in rest:
        key, equals, value = given.partition("=")
        if key != "kind" or not equals:
            raise UserError(f"find: {given} is not understood; allowed: {USAGE}")
        if value not in KINDS:
            raise UserError(f"kind: {value} is not allowed; allowed: {', '.join(KINDS)}{did_you_mean(value, KINDS)}")
        kinds = [value]
    phrase = " ".join(words)
    if not any(letter.isalpha() for letter in phrase):
        raise UserError(f"find: no words; give some, such as icsim find role clarity: {USAGE}")
    found = nearest(phrase, kinds, MOST)
    near = [one for one in found if one.likeness >= NEAR]
    if not near:
        closest = [f"{one.by} ({one.entry.kind} {one.entry.name}, {one.likeness:.2f})" for one in found[:CLOSEST]]
        nearest_words = f"; the nearest words are {and_list(closest)}" if closest else ""
        print(f"nothing in the vocabulary is near to {phrase}{nearest_words}; try other words, or see icsim list")
        return EXIT_NOTHING_FOUND
    rows = [(f"{one.likeness:.2f}", one.entry.kind, one.entry.name, one.by, one.entry.help) for one in near]
    print_text_table(("likeness", "kind", "name", "by", "help"), rows)
    opposite = [one for one in near if one.turned]
    if opposite:
        words = and_list(list(dict.fromkeys(quoted(one.turned) for one in opposite)))
        print(f"the other way round, for {words} says the opposite: {', '.join(one.entry.name for one in opposite)}")
    return 0
