"""A few spoilt files of every kind; python tests/cases/fuzz.py 10000 tries more."""

import pytest

from fuzz import KINDS, MEGABYTES, SLOW, run_inputs


@pytest.mark.slow
def test_a_spoilt_file_is_one_line_and_no_harm() -> None:
    seen = list(run_inputs(range(120), seed=7))
    assert [found for found in seen if found.fault not in ("", SLOW)] == []  # how long it took is for who runs the fuzzer
    assert {found.kind for found in seen} == set(KINDS)
    assert {found.code for found in seen} == {0, 2}


@pytest.mark.slow
def test_the_memory_of_who_starts_the_fuzzer_is_not_counted() -> None:
    held = b"x" * int(1.2 * MEGABYTES * 1024 * 1024)
    assert [found.fault for found in run_inputs([5], seed=7)] == [""]
    assert len(held) > MEGABYTES  # kept until here
