"""Reading YAML as people mean it: `off` is a word, `1e-3` is a number, a key given twice is a mistake."""

import re
from pathlib import Path
from typing import Any

import yaml

from icsim.base.errors import UserError

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster, where it is built


class _Loader(_Base):  # type: ignore[misc]
    """YAML 1.2's idea of booleans and floats, no dates, and no silent duplicates."""

    yaml_implicit_resolvers = {  # noqa: RUF012 -- PyYAML's own class attribute, replaced rather than shared
        first: [
            (tag, pattern) for tag, pattern in rules if tag.rsplit(":", 1)[-1] not in ("bool", "float", "timestamp")
        ]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping, refusing a key that stands there twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key is a list or a mapping", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is given twice", key.start_mark
                )
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|false|False)$"), list("tTfF"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(
        r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$|^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$"
    ),
    list("-+.0123456789"),
)


class YamlError(ValueError):
    """What is wrong with a YAML file, in one line that begins with its path."""


def parse_yaml(content: bytes) -> Any:
    """The data in the text of a YAML file. PyYAML's errors where there is none."""
    return yaml.load(content, _Loader)


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file; an empty file is an empty mapping."""
    try:
        data = parse_yaml(path.read_bytes())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise YamlError(f"{path}{where}: not YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise YamlError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise YamlError(f"{path}: holds a {type(data).__name__} where a mapping of keys is expected")
    return data


def read_user_yaml(path: Path, what: str, instead: str = "") -> dict[str, Any]:
    """The mapping in it. UserError where there is none to read; `instead`: what could be given in place of a path."""
    try:
        return read_yaml(path)
    except YamlError as error:
        raise UserError(f"{what}: {error}; mend the file") from error
    except OSError as error:
        hint = instead or f"give the path of a {what} file"
        raise UserError(f"{what}: {path}: {error.strerror or error}; {hint}") from error
