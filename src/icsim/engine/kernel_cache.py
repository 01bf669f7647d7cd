"""Compiled kernels, each kept under the name of what it is made of: a change of one step compiles that step anew.

The whole week is kept too, under the fingerprint of all sources; these parts serve those who change a rule, and let several
processes compile one week together.
"""

import contextlib
import hashlib
import os
import pickle
from collections.abc import Callable, Iterator
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np
from numba.core import caching

from icsim.base.caches import user_folder

FOLDER = "kernels"
SUM = 16  # bytes of a sum
KEPT = 1500  # files: some ten states of the source
PLAIN = (int, float, complex, str, bytes, type(None), type(Ellipsis), np.generic)
BY = tuple(version(name) for name in ("numba", "llvmlite", "numpy"))


def keep_kernel(dispatcher: Any, function: Callable[..., None]) -> None:  # numba has no type for a dispatcher
    """Let a kernel be loaded from the folder where it is there, and be stored where it is not.

    Where the folder cannot be made, or something is used whose meaning is not known, the kernel is compiled in every process.
    """
    with contextlib.suppress(OSError, TypeError):
        folder = user_folder() / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        dispatcher._cache = _KernelCache(function, folder, name_of(function))


def name_of(function: Callable[..., object]) -> str:
    """Of a function and all that it calls, by what is compiled of them: its name, and 24 hexadecimal digits.

    TypeError where it uses something that is neither a number, a text, a function nor an enumeration, nor a module of such.
    """
    digest = hashlib.blake2b(repr(BY).encode(), digest_size=12)
    for part in _meaning(function, {}):
        digest.update(part.encode())
    return f"{function.__name__}-{digest.hexdigest()}"


def trim() -> None:
    """Remove all but the files used last."""
    with contextlib.suppress(OSError):
        files = sorted((user_folder() / FOLDER).iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in files[KEPT:]:
            old.unlink()


def _meaning(value: object, seen: dict[int, int]) -> Iterator[str]:
    if isinstance(value, FunctionType):
        if id(value) in seen:
            yield f"function {seen[id(value)]}\n"
            return
        seen[id(value)] = len(seen)
        yield f"function {value.__name__} {value.__defaults__!r}\n"
        yield from _code(value.__code__, value.__doc__)
        names = _names(value.__code__)
        for name in names:
            if name in value.__globals__:
                yield f"{name}: "
                used = value.__globals__[name]
                yield from _of_module(used, names, seen) if isinstance(used, ModuleType) else _meaning(used, seen)
    elif isinstance(value, type) and issubclass(value, Enum):
        yield f"{[(member.name, member.value) for member in value]}\n"
    elif isinstance(value, PLAIN):
        yield f"{value!r}\n"
    elif isinstance(value, tuple):
        yield f"tuple of {len(value)}\n"
        for part in value:
            yield from _meaning(part, seen)
    elif getattr(value, "__module__", "") == "builtins" or isinstance(value, type):
        yield f"{value!r}\n"
    else:
        raise TypeError(f"{value!r} is used by a kernel, and its meaning is not known")


def _of_module(module: ModuleType, names: list[str], seen: dict[int, int]) -> Iterator[str]:
    """What may be read of a module; the version of numpy counts already, and math does not change."""
    yield f"module {module.__name__}\n"
    if module.__name__.partition(".")[0] not in ("math", "numpy"):
        for name in names:
            if hasattr(module, name):
                yield f"{name}: "
                yield from _meaning(getattr(module, name), seen)


def _names(code: CodeType) -> list[str]:
    inner = [name for const in code.co_consts if isinstance(const, CodeType) for name in _names(const)]
    return sorted({*code.co_names, *inner})


def _code(code: CodeType, doc: str | None) -> Iterator[str]:
    yield f"{code.co_argcount} {code.co_varnames} {code.co_names} {code.co_freevars} {code.co_code.hex()}\n"
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _code(const, None)
        else:  # a docstring stands where there is None without one
            yield f"{None if const == doc else const!r}\n"


class _Place(caching._CacheLocator):
    """Where numba looks: our folder, whatever the file that the step stands in."""

    def __init__(self, folder: Path, file: str) -> None:
        self.folder, self._py_file = folder, file

    def get_cache_path(self) -> str:
        """The folder."""
        return str(self.folder)

    def get_source_stamp(self) -> str:
        """Nothing: the name says what the code is made of."""
        return ""

    def get_disambiguator(self) -> str:
        """Nothing, for the same reason."""
        return ""

    @classmethod
    def from_function(cls, py_func: object, py_file: str) -> None:
        """Numba asks for a place in this way; ours is given."""


class _Form(caching.CompileResultCacheImpl):
    """How numba writes a kernel down, under a name of ours."""

    def __init__(self, function: Callable[..., None], place: _Place, name: str) -> None:
        self._lineno, self._locator, self._filename_base = 0, place, name


class _Checked(caching.IndexDataCacheFile):
    """Numba's files, each with a sum of what it holds: compiled code that is spoilt would not fail but crash."""

    def _save_data(self, name: str, data: object) -> None:
        with self._open_for_write(self._data_path(name)) as file:  # type: ignore[no-untyped-call]
            content = self._dump(data)  # type: ignore[no-untyped-call]
            file.write(hashlib.blake2b(content, digest_size=SUM).digest() + content)

    def _load_data(self, name: str) -> object:
        content = Path(self._data_path(name)).read_bytes()  # type: ignore[no-untyped-call]
        if hashlib.blake2b(content[SUM:], digest_size=SUM).digest() != content[:SUM]:
            raise ValueError(f"{name} is spoilt")
        return pickle.loads(content[SUM:])


class _KernelCache(caching.FunctionCache):
    """Numba's cache of one function, in our folder and under our name."""

    def __init__(self, function: Callable[..., None], folder: Path, name: str) -> None:
        place = _Place(folder, function.__code__.co_filename)
        self._name, self._py_func, self._impl = name, function, _Form(function, place, name)
        self._cache_path = place.get_cache_path()
        self._cache_file = _Checked(self._cache_path, name, "")  # type: ignore[no-untyped-call]
        self.enable()  # type: ignore[no-untyped-call]

    def load_overload(self, sig: object, target_context: object) -> object:
        """What is kept; what is spoilt counts as not there."""
        with contextlib.suppress(OSError):
            os.utime(self._cache_file._index_path)  # in use is new, for what `trim` keeps
        try:
            return super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
        except Exception:  # whatever a spoilt file makes numba or pickle raise
            with contextlib.suppress(OSError):
                self.flush()  # type: ignore[no-untyped-call]
            return None

    def save_overload(self, sig: object, data: object) -> None:
        """Keep it, where the disk allows."""
        with contextlib.suppress(OSError):
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]
