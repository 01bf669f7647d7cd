"""The fingerprint moves with every source that makes numbers, and with nothing that says nothing to a computer."""

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from icsim.base import fingerprint
from icsim.base.fingerprint import PACKAGE, compiled_from, meaning, numbers_from, of, pages_from
from icsim.base.resources import conf_dir

RULE = '''
"""Trust."""
GAIN = 0.5
"""How fast it grows."""


def grow(x: float, by: float = 1.0) -> float:
    """x and a bit."""
    # a bit
    return x + GAIN * by
'''


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("clone")
    left_out = shutil.ignore_patterns("__pycache__", "static")
    return shutil.copytree(PACKAGE, folder / "icsim", ignore=left_out), shutil.copytree(conf_dir(), folder / "conf")


def prints(clone: tuple[Path, Path]) -> dict[str, str]:
    package, conf = clone
    return {
        "numbers": of(numbers_from(package, conf)),
        "pages": of(pages_from(package, conf)),
        "compiled": of(compiled_from(package)),
    }


def moved(clone: tuple[Path, Path], file: Path, text: str) -> set[str]:
    """Which fingerprints move when a file holds another text."""
    old, before = file.read_text(encoding="utf-8"), prints(clone)
    assert text != old
    file.write_text(text, encoding="utf-8")
    try:
        after = prints(clone)
    finally:
        file.write_text(old, encoding="utf-8")
    return {name for name, value in after.items() if value != before[name]}


def one(folder: Path, ending: str, holding: str = "") -> Path:
    """The first file of a room with something in it, so that nothing here hangs on how files are called."""
    return next(file for file in sorted(folder.rglob(f"*{ending}")) if re.search(holding, file.read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize(
    ("old", "new"),
    [('"""Trust."""', '"""Trust\n\nin leaders."""'), ('"""How fast it grows."""\n', ""), ("    # a bit\n", ""),
     ("\n\n\n", "\n\n\n\n\n"), ('"""x and a bit."""', '"""More."""'),
     ("x + GAIN * by", "(x\n            + GAIN * by)"), ("0.5", "0.50")],
)  # fmt: skip
def test_words_and_layout_of_python_do_not_count(old: str, new: str) -> None:
    assert old in RULE
    assert meaning(RULE.replace(old, new).encode(), ".py") == meaning(RULE.encode(), ".py")


@pytest.mark.parametrize(
    ("old", "new"), [("0.5", "0.51"), ("= 1.0", "= 2.0"), ("x + GAIN * by", "x + by * GAIN"), ("GAIN * by", '"" * by')]
)
def test_all_else_in_python_counts(old: str, new: str) -> None:
    assert old in RULE
    assert meaning(RULE.replace(old, new).encode(), ".py") != meaning(RULE.encode(), ".py")


def test_of_yaml_the_data_count_and_their_order() -> None:
    first = meaning(b"a: 1.0\nb: off\n", ".yaml")
    assert meaning(b"# why\na:   1.0\n\nb: off  # so\n", ".yaml") == first
    others = (
        b"a: 1.5\nb: off\n",
        b"b: off\na: 1.0\n",
        b"a: 1.0\nb: false\n",
        b"a: 1\nb: off\n",
        b"# @package _global_\na: 1.0\nb: off\n",
    )
    assert first not in {meaning(content, ".yaml") for content in others}


def test_a_file_that_cannot_be_read_counts_whole() -> None:
    for suffix, content in ((".py", b"x = ("), (".yaml", b"a: [1"), (".yaml", b"a: 1\na: 2"), (".yaml", b"\xff")):
        assert meaning(content, suffix) == repr(content)


NUMBERS, EVERY = {"numbers", "pages"}, {"numbers", "pages", "compiled"}


@pytest.mark.slow
def test_comments_and_docstrings_move_nothing(original: tuple[Path, Path]) -> None:
    package, conf = original
    for room in ("rules", "engine", "theory"):
        file = one(package / room, ".py", r"^def ")
        text = file.read_text(encoding="utf-8")
        assert moved(original, file, text.replace('"""', '"""Said otherwise. ', 1) + "\n# a comment\n") == set()
    for folder in (package / "rules", package / "config", conf / "rules"):
        file = one(folder, ".yaml")
        assert moved(original, file, "# a comment\n" + file.read_text(encoding="utf-8")) == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("room", "expected"),
    [("base", EVERY), ("catalogue", EVERY), ("rules", EVERY), ("world", EVERY), ("engine", EVERY), ("statistics", EVERY),
     ("config", NUMBERS), ("sweep", NUMBERS), ("theory", NUMBERS), ("report", {"pages"}), ("teach", set()), ("commands", set())],
)  # fmt: skip
def test_code_moves_what_hangs_on_it(original: tuple[Path, Path], room: str, expected: set[str]) -> None:
    file = one(original[0] / room, ".py")
    assert moved(original, file, file.read_text(encoding="utf-8") + "\nADDED = 1\n") == expected


@pytest.mark.slow
def test_a_number_in_a_rule_a_default_and_a_configuration_count(original: tuple[Path, Path]) -> None:
    package, conf = original
    edits = (
        (one(package / "rules", ".py", r"\b1\.0\b"), r"\b1\.0\b", "1.1", EVERY),
        (one(package / "rules", ".yaml", "default: "), "default: ", "default: 1", EVERY),
        (one(package / "world", ".yaml", "default: "), "default: ", "default: 1", EVERY),
        (one(package / "config", ".yaml", "default: "), "default: ", "default: 1", NUMBERS),
        (one(conf / "rules", ".yaml", r"^\w+: "), r"(?m)^(\w+): ", r"\1: x", NUMBERS),
        (one(conf / "place", ".yaml", r"^# @package _global_\n"), r"# @package _global_\n", "", NUMBERS),
        (one(conf / "theory", ".yaml", r"^\w+: "), r"(?m)^(\w+): ", r"\1: x", set()),
    )
    for file, old, new, expected in edits:
        assert moved(original, file, re.sub(old, new, file.read_text(encoding="utf-8"), count=1)) == expected, file


def test_a_file_that_is_new_gone_or_renamed_counts(original: tuple[Path, Path]) -> None:
    rules = original[0] / "rules"
    before = prints(original)["numbers"]
    (rules / "zeal.py").write_text("")
    new = prints(original)["numbers"]
    (rules / "zeal.py").rename(rules / "zest.py")
    renamed = prints(original)["numbers"]
    (rules / "zest.py").unlink()
    assert len({before, new, renamed}) == 3
    assert prints(original)["numbers"] == before


def test_what_is_left_apart_exists_and_has_a_reason() -> None:
    for apart, folder in ((fingerprint.APART, PACKAGE), (fingerprint.CONF_APART, conf_dir())):
        for name, reason in apart.items():
            assert reason
            assert (folder / name).exists() or name == "_data", f"{name} is gone; take it out"


USED = """
    import json, sys
    from icsim.sweep.chunks import compute_block
    from icsim.sweep.sweep_study import plan_sweep
    from icsim.engine.ensemble import ProgressCounter
    made = plan_sweep(["place=pair", "weeks=2", "design=lhs", "design.points=2", "design.axes.context.demand=null",
                       "measures=[trust]"])
    compute_block(made, [made.settings(made.points.rows([0])[0], made.arms[0])], [0], ProgressCounter())
    from icsim.theory.theory_cases import load_cases
    from icsim.theory.run_theory import run_theory
    few = "draws=8 replicates=2 max_replicates=2 robustness_draws=2 robustness_replicates=2 scope_draws=8".split()
    for case in load_cases(["box3"], [f"budget.{word}" for word in few]):
        run_theory(case)
    used = {name: module.__file__ for name, module in sys.modules.items() if name.partition(".")[0] == "icsim"}
    print(json.dumps({name: file for name, file in used.items() if file}))
"""


@pytest.mark.slow
def test_all_that_a_block_and_a_theory_use_counts() -> None:
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(USED)], capture_output=True, text=True, check=True)
    used = {name: Path(file).resolve() for name, file in json.loads(ran.stdout.splitlines()[-1]).items()}
    assert {"icsim.rules.trust", "icsim.engine.ensemble", "icsim.config.settings", "icsim.theory.effects"} <= used.keys()
    counted = {file.resolve() for _, file in numbers_from(PACKAGE, conf_dir())}
    assert {name for name, file in used.items() if file not in counted} == set()


def test_all_that_is_compiled_counts_for_compiled_code() -> None:
    from icsim.engine.compiled_week import STEPS
    from icsim.rules import RULES, load_all
    from icsim.week import rng

    load_all()
    functions = (*rng.COMPILED, *RULES.values(), *STEPS)
    counted = {file.resolve() for _, file in compiled_from(PACKAGE)}
    assert functions
    assert {Path(each.__code__.co_filename).resolve() for each in functions if each.__module__.startswith("icsim.")} <= counted
    assert set(compiled_from(PACKAGE)) < set(numbers_from(PACKAGE, conf_dir())) < set(pages_from(PACKAGE, conf_dir()))


def test_kept_meanings_are_those_found_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether they are kept, kept elsewhere, spoilt or cannot be kept; and never those of an earlier content."""
    file, kept = tmp_path / "rule.py", tmp_path / "kept"
    file.write_text(RULE)

    def told(folder: Path) -> str:
        """As another process says it, that keeps meanings in a folder."""
        monkeypatch.setenv("ICSIM_CACHE_DIR", str(folder))
        fingerprint._known.cache_clear()
        return of([("rule", file)])

    cold = told(kept)
    written = (kept / fingerprint.KNOWN).read_text()
    monkeypatch.setattr(fingerprint, "meaning", lambda content, suffix: "forgotten")
    assert told(kept) == cold  # not read for its meaning again
    assert told(tmp_path / "elsewhere") != cold
    monkeypatch.undo()
    stamp = file.stat()
    file.write_text(RULE.replace("0.5", "0.6"))
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert told(kept) != cold
    file.write_text(RULE.replace("# a bit", "# more"))
    assert told(kept) == cold
    for spoilt in ("", "{", "[]", '{"by": 1}', written.replace('"by": "', '"by": "0')):
        (kept / fingerprint.KNOWN).write_text(spoilt)
        assert told(kept) == cold
    (tmp_path / "file").write_text("")
    assert told(tmp_path / "file") == cold
    fingerprint._known.cache_clear()


def test_help_does_not_work_it_out() -> None:
    script = (
        "import contextlib, sys\nfrom icsim.commands import entry\n"
        "with contextlib.suppress(SystemExit):\n    entry.main(['--help'])\n"
        "print('icsim.base.fingerprint' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "False"
