"""What a log says of a long computation: few lines, and an estimate that the compilation does not spoil."""

import pytest

from icsim.base import progress
from icsim.base.progress import TimeEstimate, progress_bar


class Clock:
    """Time as a test sets it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(progress.time, "monotonic", lambda: self.now)


def told(lines: str) -> list[str]:
    return lines.splitlines()


def test_a_log_has_few_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock(monkeypatch)
    with progress_bar("box1") as say:
        for done in range(0, 101):
            clock.now = 0.5 * done
            say(done, 100)
    assert told(capsys.readouterr().err) == [
        "box1: 30 of 100 worlds, about 35 s left",
        "box1: 60 of 100 worlds, about 20 s left",
        "box1: 90 of 100 worlds, about 5 s left",
    ]


def test_a_log_is_not_silent_for_long(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock(monkeypatch)
    with progress_bar("calibrate", "settings") as say:
        for done in range(0, 5):
            clock.now = 60.0 * done
            say(done, 500)
    assert told(capsys.readouterr().err) == [
        "calibrate: 2 of 500 settings, about 8 hours left",
        "calibrate: 4 of 500 settings, about 8 hours left",
    ]


def test_what_compiling_took_is_left_out(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock(monkeypatch)
    with progress_bar("box1") as say:
        say(0, 100)
        clock.now = 60.0  # the engine was compiled, and one block run
        say(20, 100)
        clock.now = 80.0
        say(60, 100)
    assert told(capsys.readouterr().err) == [
        "box1: 20 of 100 worlds",
        "box1: 60 of 100 worlds, about 20 s left",
    ]


def test_the_first_of_several_is_left_out(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock(monkeypatch)
    estimate = TimeEstimate(3)
    for done, now in ((1, 100.0), (2, 110.0), (3, 120.0)):
        clock.now = now
        estimate.say(done, f"box{done}")
    assert told(capsys.readouterr().err) == ["box1: done, 1 of 3", "box2: done, 2 of 3, about 10 s left", "box3: done, 3 of 3"]


def test_what_is_left_is_told_by_what_each_costs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The second costs a fifth of the third; one was done before."""
    clock = Clock(monkeypatch)
    estimate = TimeEstimate(4, 1, [3.0, 1.0, 5.0])
    for done, now in ((2, 100.0), (3, 104.0), (4, 124.0)):
        clock.now = now
        estimate.say(done, f"box{done}")
    assert told(capsys.readouterr().err) == ["box2: done, 2 of 4", "box3: done, 3 of 4, about 20 s left", "box4: done, 4 of 4"]
