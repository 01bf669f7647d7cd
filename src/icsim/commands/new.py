"""`icsim new theory NAME` and `icsim new lesson NAME`: a file to start from, which explains its keys.

A lesson runs as it stands. A theory does not: what it claims is nobody's but its author's, so its open places have to be filled in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean

PACKAGE = Path(__file__).parents[1]
TEMPLATE = PACKAGE / "theory" / "template.yaml"


@dataclass(frozen=True)
class FileTemplate:
    """Something to be written: its template, the id that stands there, names already taken, and what to do with it."""

    name: str
    template: Path
    stands_for: str
    taken: Callable[[], Sequence[str]]
    then: str  # {path} is the file

    @property
    def usage(self) -> str:
        """As it is typed."""
        return f"icsim new {self.name} NAME [out=PATH]"


def _theories() -> Sequence[str]:
    from icsim.theory.load_theory import shipped_theories

    return list(shipped_theories())


def _lessons() -> Sequence[str]:
    from icsim.teach.lessons.load_lesson import shipped_lessons

    return list(shipped_lessons())


NOUNS = {
    "theory": FileTemplate("theory", TEMPLATE, "my_theory", _theories, "icsim test --check {path}"),
    "lesson": FileTemplate("lesson", PACKAGE / "teach" / "template.yaml", "my_lesson", _lessons, "icsim teach {path}"),
}
USAGE = " | ".join(noun.usage for noun in NOUNS.values())


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim new`: what is to be written, and under which name."""
    if list(rest) in (["--help"], ["-h"]):
        print(f"usage: {USAGE}\n\nWrites NAME.yaml, or the file or folder out=PATH, for you to change.")
        print("A lesson runs as it stands; a theory has open places, in <angle brackets>, to be filled in first.")
        return
    given, *names = words or [""]
    if given not in NOUNS:
        wrong = f"{given} cannot be written" if given else "nothing to write"
        raise UserError(f"new: {wrong}; allowed: {USAGE}{did_you_mean(given, NOUNS)}")
    noun = NOUNS[given]
    if len(names) != 1:
        raise UserError(f"new {given}: {' '.join(names) or 'no name'}; give one name, such as icsim new {given} sharing_power")
    path = write_template(names[0], _target(names[0], rest, noun), noun)
    print(f"{path}: written; change what it says, then: {noun.then.format(path=path)}")


def write_template(name: str, path: Path, noun: FileTemplate) -> Path:
    """Write the template under `name`; UserError if the name is no id, is taken, or the file is there already."""
    from pydantic import TypeAdapter, ValidationError

    from icsim.theory.theory_schema import Name

    what = f"new {noun.name}"
    try:
        TypeAdapter(Name).validate_python(name)
    except ValidationError:
        raise UserError(f"{what}: {name} is no id; give a word of small letters, digits and _, such as sharing_power") from None
    if name in noun.taken():
        plural = "theories" if noun.name == "theory" else f"{noun.name}s"
        raise UserError(f"{what}: {name} comes with icsim; give another name, and see it with icsim list {plural} {name}")
    text = noun.template.read_text(encoding="utf-8").replace(noun.stands_for, name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UserError(f"{what}: {path} is there already and stays as it is; give another name, or out=PATH") from None
    return path


def _target(name: str, rest: Sequence[str], noun: FileTemplate) -> Path:
    """Where it is written: below the current folder, or at `out`, the path of a YAML file or of a folder."""
    folder = Path()
    for given in rest:
        key, equals, value = given.partition("=")
        if key != "out" or not equals or not value:
            raise UserError(f"new {noun.name}: {given} is not understood; allowed: {noun.usage}")
        folder = Path(value).expanduser()
    return folder if folder.suffix in (".yaml", ".yml") else folder / f"{name}.yaml"
