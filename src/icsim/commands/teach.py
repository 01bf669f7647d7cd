"""`icsim teach`: the page that plays two worlds side by side, served to this machine or to a classroom."""

import sys
from collections.abc import Sequence
from pathlib import Path

from icsim.base.errors import UserError
from icsim.base.yaml_io import is_yaml_file
from icsim.commands.options import parse_points
from icsim.config.compose import compose

ABOUT = "Open the page that teaches: predict, run two worlds with the same luck, see why. A lesson's name or file opens it."
USAGE = "icsim teach [LESSON|FILE.yaml] [key=value ...] [--host [ADDRESS]] [--port NUMBER] [--no-open] [save=FILE.html] [options]"
OWN_FILES_HINT = "a lesson of your own: icsim teach path/to/lesson.yaml; a place of your own: the page's form, “Our place”"
ALL_INTERFACES = "0.0.0.0"
MISSING = 'teach: {name} is not installed; pip install "icsim[teach]"'
OWN = ("host", "port", "open", "pairs", "save", "engine", "out")  # keys of the command itself; all others go into the page's link


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim teach`: at most one lesson; what is set besides is what the page opens with."""
    rest, behind = _lesson_behind_host(rest)
    words = [*words, *behind]

    def resolved(command: str, overrides: Sequence[str]) -> dict[str, object]:
        from icsim.teach.lessons.lesson_worlds import check_lesson
        from icsim.teach.lessons.load_lesson import read_lesson, register_lesson

        for word in filter(is_yaml_file, words):
            register_lesson(Path(word))
            check_lesson(read_lesson(Path(word)))
        return compose(command, overrides).resolved()

    wanted = parse_points("teach", USAGE, ABOUT, _as_keys(rest), resolved, last=OWN_FILES_HINT)
    if not wanted:
        return
    if len(wanted) > 1:
        raise UserError("teach: one page at a time; leave -m out")
    if len(words) > 1:
        raise UserError(f"{words[1]}: one word too many; give at most one lesson")
    settings = compose("teach", wanted[0])
    if settings.values["save"] is not None:
        from icsim.teach.serving.offline_page import save_page

        print(save_page(settings, opening_link(words, wanted[0])))
        return
    try:
        from icsim.teach.serving.start_server import serve_page
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] in ("starlette", "uvicorn", "segno", "anyio"):
            raise UserError(MISSING.format(name=error.name.partition(".")[0])) from None
        raise
    serve_page(settings, opening_link(words, wanted[0]), sys.stdout.isatty())


def opening_link(words: Sequence[str], overrides: Sequence[str]) -> str:
    """The query that the page opens with, checked before anything is served."""
    from icsim.teach.lessons.lesson_catalogue import with_lesson_defaults as with_lesson
    from icsim.teach.lessons.load_lesson import register_lesson
    from icsim.teach.link_query import link_from_pairs, link_settings

    given = [one.lstrip("+") for one in overrides if one.partition("=")[0].partition(".")[0] not in OWN]
    for one in given:
        if one.startswith("place=") and is_yaml_file(one):
            raise UserError(f"{one}: a file, and the page takes none; choose a place by name, or make one with its form, Our place")
    pairs = [("lesson", register_lesson(Path(word)) if is_yaml_file(word) else word) for word in words]
    for one in given:
        key, _, value = one.partition("=")
        pairs.append({"seed": ("replicate", value), "weeks": ("weeks", value)}.get(key, ("set", one)))
    ask = link_from_pairs(pairs)
    link_settings(with_lesson(ask))
    return ask.canonical


def _lesson_behind_host(rest: Sequence[str]) -> tuple[list[str], list[str]]:
    """What follows the words, without a lesson that was typed behind `--host`, where an address may stand."""
    from icsim.teach.lessons.load_lesson import shipped_lessons

    lessons = [n for n, word in enumerate(rest) if word in shipped_lessons() or is_yaml_file(word)]
    found = [n for n in lessons if n and rest[n - 1] == "--host"]
    return [word for n, word in enumerate(rest) if n not in found], [rest[n] for n in found]


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
            found.append(f"{name[2:]}={value or ALL_INTERFACES}")
        elif one == "--no-open":
            found.append("open=off")
        else:
            found.append(one)
    return found
