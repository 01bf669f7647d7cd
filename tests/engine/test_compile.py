"""The generated week: the bits of plain Python, kept between runs, compiled anew when a rule changes."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from icsim.base.fingerprint import PACKAGE
from icsim.engine import compile_cache
from icsim.engine.compile import COMPILING, CompiledWeek, compile_week, kernel, register_rules
from icsim.rules.arithmetic import clamp01, logistic, towards
from icsim.week.rng import Process, draw4

Row = NDArray[np.float64]


class Block(NamedTuple):
    seed: NDArray[np.int64]  # [lane]
    u: Row  # [team, lane]
    rate: Row  # [lane]
    trust: Row  # [team, lane]


FIELDS = {name: f"block.{name}" for name in Block._fields}


def luck(week: int, seed: NDArray[np.int64], u: Row) -> None:
    for t in range(u.shape[0]):
        for k in range(u.shape[1]):
            u[t, k] = draw4(Process.ENCOUNTER, week, t, 0, seed[k])[0]


def meet(u: Row, rate: Row, trust: Row) -> None:
    for t in range(trust.shape[0]):
        for k in range(trust.shape[1]):
            kept = u[t, k] < logistic(2.0 * trust[t, k] - 1.0)
            trust[t, k] = clamp01(towards(trust[t, k], 1.0 if kept else 0.0, rate[k]))


def lend(trust: Row) -> None:
    for t in range(trust.shape[0]):
        trust[t, -1] = trust[t, 0]


STEPS: list[Callable[..., None]] = [luck, meet]


def block_of(lanes: int, teams: int = 5) -> Block:
    rng = np.random.default_rng(3)
    seed, rate, trust = rng.integers(0, 2**63, 32), rng.random(32), rng.random((teams, 32))
    return Block(seed[:lanes].copy(), np.zeros((teams, lanes)), rate[:lanes].copy(), trust[:, :lanes].copy())


def plain(block: Block, first: int, last: int, held: list[Callable[..., None]]) -> Block:
    for week in range(first, last + 1):
        for step in STEPS:
            luck(week, block.seed, block.u) if step is luck else meet(block.u, block.rate, block.trust)
            for hold in held:
                hold(block.trust)
    return block


def assembled(**options: Any) -> CompiledWeek:
    return compile_week("test", STEPS, FIELDS, **options)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSIM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(compile_cache, "_said", set())
    return tmp_path / "cache"


@pytest.mark.slow
def test_the_week_gives_the_bits_of_plain_python_for_any_lanes() -> None:
    week = assembled()
    for lanes in (1, 3, 17, 32):
        block, expected = block_of(lanes), plain(block_of(lanes), 4, 30, [])
        week.weeks(block, 4, 30)
        assert (block.trust == expected.trust).all(), lanes
        assert not (block.trust == block_of(lanes).trust).all()


@pytest.mark.slow
def test_held_runs_after_every_step() -> None:
    week = assembled(held=[lend])
    assert week.source.count("lend(trust)") == len(STEPS)
    block = block_of(3)
    week.weeks(block, 1, 5)
    assert (block.trust == plain(block_of(3), 1, 5, [lend]).trust).all()
    assert (block.trust[:, 2] == block.trust[:, 0]).all()


@pytest.mark.slow
def test_a_week_of_no_weeks_changes_nothing() -> None:
    block = block_of(2)
    assembled().weeks(block, 3, 2)
    assert (block.trust == block_of(2).trust).all()


def test_the_source_reads_as_a_table_of_contents() -> None:
    lines = [line.split("  #")[0].strip() for line in assembled().source.splitlines()]
    assert lines[-2:] == ["luck(week, seed, u)", "meet(u, rate, trust)"]
    assert lines[-4].startswith("trust = block")


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(TypeError, match=r"step meet: its parameter 'rate' is neither 'week' nor a block's field"):
        compile_week("test", STEPS, {name: FIELDS[name] for name in ("seed", "u", "trust")})


def test_two_steps_of_one_name_and_closures_are_refused() -> None:
    def closed() -> Callable[..., None]:
        offset = 0.5

        def shift(trust: Row) -> None:
            trust[0, 0] = offset

        return shift

    def lend(trust: Row) -> None:
        trust[0, 0] = 0.0

    with pytest.raises(ValueError, match="two steps of the week are called lend"):
        compile_week("test", [globals()["lend"], lend], FIELDS)
    with pytest.raises(TypeError, match="shift is a closure"):
        compile_week("test", [closed()], FIELDS)


@pytest.mark.slow
def test_only_a_real_compilation_is_announced(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = assembled()
    assert first.folder is not None
    assert first.folder.parent == folder
    assert capsys.readouterr().err == ""
    first.weeks(block_of(2), 1, 2)
    first.weeks(block_of(3), 1, 2)
    assert capsys.readouterr().err.splitlines() == [COMPILING]
    compile_cache._said.clear()
    second, block = assembled(), block_of(2)
    second.weeks(block, 1, 2)
    assert capsys.readouterr().err == ""
    assert (block.trust == plain(block_of(2), 1, 2, []).trust).all()
    assert sum(second.weeks.stats.cache_hits.values()) == 1
    assert all(not second.weeks.py_func.__globals__[step.__name__].signatures for step in STEPS)


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_costs_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ICSIM_CACHE_DIR", str(tmp_path / "file"))
    for _ in range(2):
        week, block = assembled(), block_of(2)
        week.weeks(block, 1, 2)
        assert week.folder is None
        assert (block.trust == plain(block_of(2), 1, 2, []).trust).all()
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("icsim: cannot keep compiled code in ")
    assert "ICSIM_CACHE_DIR" in said[0]
    assert said[1:] == [COMPILING]


@pytest.mark.slow
def test_a_full_disk_costs_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    week, block = assembled(), block_of(2)
    assert week.folder is not None
    week.weeks._cache._impl.locator.ensure_cache_path = lambda: (_ for _ in ()).throw(OSError(28, "disk full"))
    week.weeks(block, 1, 2)
    assert (block.trust == plain(block_of(2), 1, 2, []).trust).all()
    assert "disk full" in capsys.readouterr().err


def test_a_changed_step_or_rule_from_elsewhere_has_a_folder_of_its_own(tmp_path: Path) -> None:
    rule = tmp_path / "a.py"
    rule.write_text("x = 1.0")
    first = compile_cache.folder_for([rule])
    rule.write_text("x = 1.0  # the same")
    assert compile_cache.folder_for([rule]) == first
    rule.write_text("x = 1.5")
    assert compile_cache.folder_for([rule]) != first
    assert compile_cache.folder_for([tmp_path / "<string>"]) == compile_cache.folder_for([])


SCRIPT = """
    import sys
    from typing import NamedTuple
    import numpy as np
    sys.path.insert(0, {rules!r})
    import doubled
    from icsim.engine.compile import compile_week
    from icsim.rules import RULES

    class Block(NamedTuple):
        x: np.ndarray

    def grow(x):
        for k in range(x.size):
            x[k] = doubled.doubled(x[k])

    block = Block(np.ones(4))
    compile_week("test", [grow], {{"x": "block.x"}}).weeks(block, 1, 2)
    print(block.x[0])
"""


def script(tmp_path: Path, factor: float) -> "subprocess.Popen[str]":
    text = f"from icsim.rules import rule\n@rule\ndef doubled(x):\n    return {factor} * x\n"
    (tmp_path / "doubled.py").write_text(text)
    (tmp_path / "script.py").write_text(textwrap.dedent(SCRIPT.format(rules=str(tmp_path))))
    path = os.pathsep.join([str(PACKAGE.parent), str(tmp_path)])
    return subprocess.Popen(
        [sys.executable, "-c", "import script"],
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_processes_share_the_cache_and_see_an_edited_rule(tmp_path: Path) -> None:
    ran = [process.communicate() for process in [script(tmp_path, 2.0), script(tmp_path, 2.0)]]
    assert [out for out, _ in ran] == ["4.0\n", "4.0\n"], ran
    assert sorted(err for _, err in ran) == ["", f"{COMPILING}\n"], "one compiles, the other waits and loads"
    assert script(tmp_path, 3.0).communicate() == ("9.0\n", f"{COMPILING}\n")


def test_only_the_folders_used_last_are_kept(tmp_path: Path) -> None:
    names = [f"{n:024x}" for n in range(8)]
    for n, name in enumerate([*names, "somebody-else"]):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
        os.utime(tmp_path / name, (n, n))
    compile_cache.trim(tmp_path, kept=5)
    assert sorted(p.name for p in tmp_path.iterdir()) == [*names[3:], "somebody-else"]
    compile_cache.trim(tmp_path / "missing")


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSIM_CACHE_DIR", "/one")
    assert compile_cache.user_folder() == Path("/one")
    monkeypatch.delenv("ICSIM_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", "/two")
    assert compile_cache.user_folder() == Path("/two/icsim")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", "/three")
    assert compile_cache.user_folder() == Path("/three/.cache/icsim")


def test_registering_twice_is_once() -> None:
    register_rules()
    register_rules()
    block = block_of(2)
    kernel(meet)(block.u, block.rate, block.trust)
    assert block.trust[0, 0] == plain_meet(block_of(2))[0, 0]


def plain_meet(block: Block) -> Row:
    meet(block.u, block.rate, block.trust)
    return block.trust


def test_two_threads_may_assemble_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        weeks = list(pool.map(lambda _: assembled(), range(12)))
    assert len({week.source for week in weeks}) == 1
