"""`icsim new theory NAME`: a theory file to start from, which explains its keys and runs as it stands."""

from collections.abc import Sequence
from pathlib import Path

from icsim.errors import UserError
from icsim.nearest import did_you_mean

USAGE = "icsim new theory NAME [out=PATH]"
NOUNS = ("theory",)
TEMPLATE = Path(__file__).parents[1] / "theory" / "template.yaml"
STANDS_FOR = "my_theory"  # the id of the template


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim new`: what is to be written, and under which name."""
    if list(rest) in (["--help"], ["-h"]):
        print(f"usage: {USAGE}\n\nWrites NAME.yaml, or the file or folder out=PATH, for you to change; it runs as it stands.")
        return
    noun, *names = words or [""]
    if noun not in NOUNS:
        wrong = f"{noun} cannot be written" if noun else "nothing to write"
        raise UserError(f"new: {wrong}; allowed: {USAGE}{did_you_mean(noun, NOUNS)}")
    if len(names) != 1:
        raise UserError(f"new theory: {' '.join(names) or 'no name'}; give one name, such as icsim new theory sharing_power")
    path = write(names[0], _target(names[0], rest))
    print(f"{path}: written; change what it says, then: icsim test {path} budget=quick")


def write(name: str, path: Path) -> Path:
    """Write the template as the theory `name`; UserError if the name is no id, is taken, or the file is there already."""
    from pydantic import TypeAdapter, ValidationError

    from icsim.theory.load import catalogued
    from icsim.theory.vocabulary import Name

    try:
        TypeAdapter(Name).validate_python(name)
    except ValidationError:
        raise UserError(f"new theory: {name} is no id; give a word of small letters, digits and _, such as sharing_power") from None
    if name in catalogued():
        raise UserError(f"new theory: {name} comes with icsim; give another name, and see it with icsim list theories {name}")
    text = TEMPLATE.read_text(encoding="utf-8").replace(STANDS_FOR, name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UserError(f"new theory: {path} is there already and stays as it is; give another name, or out=PATH") from None
    return path


def _target(name: str, rest: Sequence[str]) -> Path:
    """Where it is written: below the current folder, or at `out`, the path of a YAML file or of a folder."""
    folder = Path()
    for given in rest:
        key, equals, value = given.partition("=")
        if key != "out" or not equals or not value:
            raise UserError(f"new theory: {given} is not understood; allowed: {USAGE}")
        folder = Path(value).expanduser()
    return folder if folder.suffix in (".yaml", ".yml") else folder / f"{name}.yaml"
