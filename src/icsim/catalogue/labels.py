"""What things are called: names of a place as people say them, labels of levers and parameters, counts in words."""

from icsim.catalogue.load import catalogue

PEOPLE_SERVED = ("user_experience", "waiting", "unmet_need")
"""Measures of the people served: always on screen and tagged, because the review found no evidence on them."""

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def plain_name(name: str) -> str:
    """A name of a place file as people say it: `acute/wards_lead` is the acute wards lead."""
    return name.replace("/", " ").replace("_", " ")


def short_name(name: str) -> str:
    """The same without its organisation."""
    return plain_name(name.rpartition("/")[2])


def lever_label(key: str) -> str:
    """What `working_with_power.level` or `working_with_power.share` is called."""
    known, (mechanism, _, name) = catalogue(), key.rpartition(".")
    if name == "level" and mechanism in known.mechanisms:
        return known.mechanisms[mechanism].title.lower()
    return known.levers[name].display if name in known.levers else plain_name(key)


def parameter_label(key: str) -> str:
    """What the parameter "file.name" is called: the title of its chapter, and its name; hours of a lever by their key."""
    home, _, name = key.partition(".")
    known = catalogue()
    chapter = known.mechanisms.get(home) or known.processes.get(home)
    return f"{chapter.title.lower() if chapter else home} ({plain_name(name)})"


def count_word(count: int) -> str:
    """A count as a sentence writes it: a word up to twelve, figures beyond."""
    return COUNTS[count] if count < len(COUNTS) else str(count)
