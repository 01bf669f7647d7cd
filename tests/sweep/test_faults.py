"""Processes that are killed, stopped, or two at once: the same table, no part lost or doubled."""

import random
import signal
import time

import pytest
from sweeps import DEMAND, SHARE, finished, forked, names, started, table, wait_for

LONG = ("place=pair", "weeks=260", "replicates=120", "measures=[ownership,served]", "report=false", DEMAND, SHARE)
ROWS, PARTS = 4, 180


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reference") / "study"
    finished(ROWS, "sweep", *LONG, f"out={folder}")
    assert len(names(folder)) == PARTS
    return folder


@pytest.mark.slow
def test_killed_at_twenty_moments_and_repeated_it_is_the_same_table(reference, tmp_path):
    chance = random.Random(4)
    folder = tmp_path / "study"
    kills = 0
    for turn in range(20):
        running = forked(ROWS, "sweep", *LONG, f"out={folder}")
        if turn % 2:  # anywhere, the start of the command and of the folder among it
            time.sleep(chance.random() * 0.5)
        else:  # in the middle of the parts
            wait_for(folder, len(names(folder)) + chance.randint(1, 4), running.is_alive)
            time.sleep(chance.random() * 0.05)
        running.kill()
        running.join()
        kills += running.exitcode == -signal.SIGKILL
    assert kills == 20
    there = len(names(folder))
    assert 0 < there < PARTS
    assert f"{there} there already" in finished(ROWS, "sweep", *LONG, f"out={folder}")
    assert names(folder) == names(reference)
    assert table(folder).equals(table(reference))


@pytest.mark.slow
def test_two_at_once_make_one_table(reference, tmp_path):
    folder = tmp_path / "study"
    both = [started(ROWS, "sweep", *LONG, f"out={folder}") for _ in range(2)]
    said = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert names(folder) == names(reference)
    assert table(folder).equals(table(reference))


@pytest.mark.slow
def test_who_stops_it_is_told_how_to_go_on(reference, tmp_path):
    folder = tmp_path / "study"
    running = started(ROWS, "sweep", *LONG, f"out={folder}")
    wait_for(folder, 5, lambda: running.poll() is None)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "parts are whole and kept in" in said
    assert "repeat the command" in said
    assert "Traceback" not in said
    assert 5 <= len(names(folder)) < PARTS
    assert finished(ROWS, "sweep", *LONG, f"out={folder}")
    assert table(folder).equals(table(reference))
