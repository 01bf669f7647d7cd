"""The `config.yaml` that stands beside a result, read again: what was decided, from which the same can be made."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from icsim.base.complaints import complaint
from icsim.base.errors import UserError
from icsim.base.yaml_io import RECORD, is_yaml_file, read_user_yaml
from icsim.config.compose import compose
from icsim.config.provenance import Provenance
from icsim.config.settings import NOT_CONTENT, Settings


def read_record(words: Sequence[str], command: str) -> Path | None:
    """The file among the words of a command that takes no other; None where there is no word.

    UserError for any other word, which may be meant as `place=WORD`.
    """
    if not words:
        return None
    if len(words) > 1 or not is_yaml_file(words[0]):
        raise UserError(f"{words[0]} is no key=value; see icsim {command} --help; did you mean place={words[0]}?")
    path = Path(words[0]).expanduser()
    data = read_user_yaml(path, RECORD)
    if RECORD not in data:
        raise UserError(f"{words[0]} is no config.yaml of a result; did you mean place={words[0]}?")
    try:
        made = Provenance.model_validate(data)
    except ValidationError as error:
        raise UserError(f"{path}: {complaint(error, Provenance)}") from None
    if made.command != command:
        raise UserError(f"{path}: is the configuration of icsim {made.command}; type icsim {made.command} {words[0]}")
    return path


def compose_again(command: str, path: Path | None, overrides: Sequence[str]) -> Settings:
    """Settings from a record, or from the defaults where there is none, with overrides on top."""
    if path is None:
        return compose(command, overrides)
    config = Provenance.model_validate(read_user_yaml(path, RECORD)).config
    return compose(command, overrides, record={key: value for key, value in config.items() if key not in NOT_CONTENT})
