"""Kernels kept under what they are made of."""

import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from icsim.engine import kernel_cache
from icsim.engine.block_fields import EXPRESSIONS
from icsim.engine.compile import _parameters, inline, kernel
from icsim.engine.compile_parts import begin_ahead, others_compile, parts_of
from icsim.engine.translation import kernels
from icsim.week.week import STEPS

RULE = (
    "def rule(x):\n    {doc}return x * {rate}\n\n\n"
    "def step(trust):\n    for k in range(trust.shape[0]):\n        trust[k] = rule(trust[k])\n"
)


def step(rate: str = "0.5", doc: str = "") -> Callable[..., Any]:
    module = types.ModuleType("made")
    exec(compile(RULE.format(rate=rate, doc=f"'''{doc}'''\n    " if doc else ""), "made.py", "exec"), module.__dict__)
    return module.step  # type: ignore[no-any-return]


def test_a_name_says_what_a_kernel_computes_and_calls() -> None:
    assert kernel_cache.name_of(step()) == kernel_cache.name_of(step(doc="What it does."))
    assert kernel_cache.name_of(step()) != kernel_cache.name_of(step(rate="0.25"))


def test_a_constant_of_the_module_counts() -> None:
    first, second = step(rate="RATE"), step(rate="RATE")
    first.__globals__["RATE"], second.__globals__["RATE"] = 0.5, 0.25
    assert kernel_cache.name_of(first) != kernel_cache.name_of(second)


def test_what_a_module_holds_counts() -> None:
    first, second = step(rate="held.rate"), step(rate="held.rate")
    for made, rate in ((first, 0.5), (second, 0.25)):
        made.__globals__["held"] = types.ModuleType("held")
        made.__globals__["held"].rate = rate
    assert kernel_cache.name_of(first) != kernel_cache.name_of(second)


def test_what_is_not_understood_is_not_kept() -> None:
    unknown = step(rate="RATE")
    unknown.__globals__["RATE"] = {"rate": 0.5}
    with pytest.raises(TypeError, match="its meaning is not known"):
        kernel_cache.name_of(unknown)


def test_every_kernel_of_the_week_can_be_kept_under_a_name_of_its_own() -> None:
    functions = list(dict.fromkeys(kernels(STEPS)))
    names = [kernel_cache.name_of(function) for function in functions]
    assert len(set(names)) == len(functions)
    assert all(_parameters(function, EXPRESSIONS) for function in functions)


def test_parts_hold_every_step_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsim.engine.compile_parts.cores", lambda: 3)
    parts = parts_of(STEPS)
    assert len(parts) == 3
    assert sorted(step.__name__ for part in parts for step in part) == sorted(step.__name__ for step in STEPS)


def test_a_part_that_was_begun_ahead_is_not_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[bytes] = []

    def begin(task: bytes) -> subprocess.Popen[bytes]:
        begun.append(task)
        return subprocess.Popen([sys.executable, "-c", ""])

    monkeypatch.setattr("icsim.engine.compile_parts._begun", begin)
    parts = [[STEPS[0]], [STEPS[1]]]
    begin_ahead(parts[:1], EXPRESSIONS, "signature")
    begin_ahead(parts[:1], EXPRESSIONS, "signature")
    assert len(begun) == 1
    with others_compile(parts, EXPRESSIONS, "signature"):
        assert len(begun) == 2
    with others_compile(parts[:1], EXPRESSIONS, "signature"):
        assert len(begun) == 3  # the first one has ended


@pytest.mark.slow
def test_a_kept_kernel_is_loaded_and_a_spoilt_one_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSIM_CACHE_DIR", str(tmp_path))
    function = step()
    monkeypatch.setitem(sys.modules, "made", types.ModuleType("made"))  # numba imports the module of what it loads
    inline(function.__globals__["rule"])

    def hits() -> int:
        made = kernel(function, alone=False)
        made.compile("(f8[::1],)")
        return sum(made._cache_hits.values())

    assert [hits(), hits()] == [0, 1]
    (code,) = (tmp_path / kernel_cache.FOLDER).glob("*.nbc")
    content = bytearray(code.read_bytes())
    content[len(content) // 2] ^= 1
    code.write_bytes(content)
    assert [hits(), hits()] == [0, 1]
    for file in (tmp_path / kernel_cache.FOLDER).iterdir():
        file.write_bytes(b"spoilt")
    assert [hits(), hits()] == [0, 1]
