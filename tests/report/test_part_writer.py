"""Parts of a study that are written beside the next theory's worlds are those that are written at once."""

import signal
from pathlib import Path

import numpy as np
import pytest
from tried_theories import case, tried

from icsim.base.errors import UserError
from icsim.report.theory.part_writer import JudgedPart, PartWriter
from icsim.report.theory.verdict_json import verdict_file

pytestmark = pytest.mark.slow


def written(folder: Path, judged: list[JudgedPart], aside: bool) -> dict[str, bytes]:
    with PartWriter(aside) as writer:
        for one in judged:
            writer.write(one._replace(part=folder / one.part.name))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def judged(folder: Path) -> list[JudgedPart]:
    made = []
    for name, effect in (("first", 0.2), ("second", -0.2)):
        one = tried(case(folder, id=name), outcome=np.where(np.arange(64) % 3, effect, 0.0))
        made.append(JudgedPart(folder / name, one, verdict_file(one, "source")))
    return made


def test_both_ways_write_the_same_bytes(tmp_path: Path) -> None:
    parts = judged(tmp_path)
    here, there = written(tmp_path / "here", parts, aside=False), written(tmp_path / "there", parts, aside=True)
    assert here == there
    assert {name.partition("/")[0] for name in here} == {"first", "second"}
    assert "first/forest.svg" in here


def test_figures_may_be_vector_graphics_alone(tmp_path: Path) -> None:
    first, _ = judged(tmp_path)
    both, vector = (written(tmp_path / str(pixels), [first._replace(pixels=pixels)], False) for pixels in (True, False))
    assert {name for name in both if name not in vector} == {name for name in both if name.endswith(".png")} != set()
    assert all(both[name] == vector[name] for name in vector)


def test_what_was_judged_is_written_though_the_next_theory_is_stopped(tmp_path: Path) -> None:
    first, _ = judged(tmp_path)
    writer = PartWriter(aside=True)

    def stopped() -> None:
        with writer:
            writer.write(first._replace(part=tmp_path / "kept" / "first"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert (tmp_path / "kept" / "first" / "verdict.json").is_file()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="what a process does with a signal is read from Linux")
def test_the_process_that_writes_heeds_no_ctrl_c_from_its_first_moment(tmp_path: Path) -> None:
    """It reaches all processes of a terminal, also one that is still importing, which would end with a traceback."""
    before = signal.getsignal(signal.SIGINT)
    first, _ = judged(tmp_path)
    with PartWriter(aside=True) as writer:
        writer.write(first._replace(part=tmp_path / "kept" / "first"))
        assert writer.pool is not None
        (process,) = writer.pool._processes.values()
        told = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        ignored = int(next(line.split()[1] for line in told.splitlines() if line.startswith("SigIgn")), 16)
        assert ignored & 1 << (signal.SIGINT - 1)
    assert signal.getsignal(signal.SIGINT) == before


def test_the_process_that_writes_heeds_no_settings_for_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "matplotlibrc").write_bytes("font.family: Größe".encode("latin-1"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "nosuch")
    first, _ = judged(tmp_path)
    with PartWriter(aside=True) as writer:
        writer.write(first._replace(part=tmp_path / "kept" / "first"))
        writer.pending[0][0].result()  # not by this process, where that one has ended
    assert (tmp_path / "kept" / "first" / "forest.svg").is_file()


def test_a_part_that_cannot_be_written_takes_no_other_with_it(tmp_path: Path) -> None:
    first, second = judged(tmp_path)
    (tmp_path / "file").write_text("no folder")

    def all_written() -> None:
        with PartWriter(aside=True) as writer:
            writer.write(first._replace(part=tmp_path / "file" / "first"))
            writer.write(second._replace(part=tmp_path / "kept" / "second"))

    with pytest.raises((OSError, UserError)):
        all_written()
    assert (tmp_path / "kept" / "second" / "verdict.json").is_file()


def test_a_process_that_dies_loses_nothing(tmp_path: Path) -> None:
    first, second = judged(tmp_path)
    with PartWriter(aside=True) as writer:
        writer.write(first._replace(part=tmp_path / "kept" / "first"))
        assert writer.pool is not None
        for process in list(writer.pool._processes.values()):
            process.kill()
            process.join()
        writer.write(second._replace(part=tmp_path / "kept" / "second"))
    assert {path.parent.name for path in (tmp_path / "kept").rglob("verdict.json")} == {"first", "second"}
