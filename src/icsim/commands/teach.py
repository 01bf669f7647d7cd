"""`icsim teach`: the page that plays two worlds side by side, served to this machine or to a classroom."""

import sys
from collections.abc import Sequence
from pathlib import Path

from icsim.commands.options import wanted_points
from icsim.config.compose import compose
from icsim.errors import UserError

ABOUT = "Open the page that teaches: predict, run two worlds with the same luck, see why. A lesson's name or file opens it."
USAGE = "icsim teach [LESSON|FILE.yaml] [key=value ...] [--host [ADDRESS]] [--port NUMBER] [--no-open] [save=FILE.html] [options]"
OWN_THINGS = "a lesson of your own: icsim teach path/to/lesson.yaml; a place of your own: the page's form, “Our place”"
FILES = (".yaml", ".yml")
EVERYWHERE = "0.0.0.0"
MISSING = 'teach: {name} is not installed; pip install "icsim[teach]"'
OWN = ("host", "port", "open", "pairs", "save", "engine", "out")  # keys of the command itself; all others go into the page's link


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim teach`: at most one lesson; what is set besides is what the page opens with."""
    wanted = wanted_points("teach", USAGE, ABOUT, _as_keys(rest), last=OWN_THINGS)
    if not wanted:
        return
    if len(wanted) > 1:
        raise UserError("teach: one page at a time; leave -m out")
    if len(words) > 1:
        raise UserError(f"{words[1]}: one word too many; give at most one lesson")
    settings = compose("teach", wanted[0])
    if settings.values["save"] is not None:
        from icsim.teach.saving import save

        print(save(settings, opened(words, wanted[0])))
        return
    try:
        from icsim.teach.serving import serve
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] in ("starlette", "uvicorn", "segno", "anyio"):
            raise UserError(MISSING.format(name=error.name.partition(".")[0])) from None
        raise
    serve(settings, opened(words, wanted[0]), sys.stdout.isatty())


def opened(words: Sequence[str], overrides: Sequence[str]) -> str:
    """The query that the page opens with, checked before anything is served."""
    from icsim.teach.ask import of_pairs, settings_of
    from icsim.teach.lesson_file import take
    from icsim.teach.shelf import opened as with_lesson

    given = [one.lstrip("+") for one in overrides if one.partition("=")[0].partition(".")[0] not in OWN]
    for one in given:
        if one.startswith("place=") and one.endswith(FILES):
            raise UserError(f"{one}: a file, and the page takes none; choose a place by name, or make one with its form, Our place")
    pairs = [("lesson", take(Path(word)) if word.endswith(FILES) else word) for word in words]
    for one in given:
        key, _, value = one.partition("=")
        pairs.append({"seed": ("luck", value), "weeks": ("weeks", value)}.get(key, ("set", one)))
    ask = of_pairs(pairs)
    settings_of(with_lesson(ask))
    return ask.canonical


def _as_keys(rest: Sequence[str]) -> list[str]:
    """`--host ADDRESS`, `--port NUMBER` and `--no-open` as the keys that they stand for; `--host` alone is everywhere."""
    found: list[str] = []
    left = list(rest)
    while left:
        one = left.pop(0)
        name, equals, value = one.partition("=")
        if name in ("--host", "--port"):
            if not equals and left and not left[0].startswith("-") and "=" not in left[0]:
                value = left.pop(0)
            if not value and name == "--port":
                raise UserError("--port: no number; write --port 8765")
            found.append(f"{name[2:]}={value or EVERYWHERE}")
        elif one == "--no-open":
            found.append("open=off")
        else:
            found.append(one)
    return found
