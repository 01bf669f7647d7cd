"""The configuration tree is found from a clone, an editable install and a wheel, whatever the working directory."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from icsim.base import resources
from icsim.base.errors import UserError

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = {
    "conf": "icsim/_data/conf",
    "experiments": "icsim/_data/experiments",
    "src/icsim": "icsim",
    "src/hydra_plugins": "hydra_plugins",
}
INSTALL = ("install", "-q", "--ignore-installed", "--no-deps", "--no-index")
SAY_WHERE = "from icsim.base.resources import *; print(conf_dir(), experiments_dir(), sep='\\n')"
SAY_PLUGINS = """
import sys
from hydra.core.plugins import Plugins
print(*(plugin.__name__ for plugin in Plugins.instance().discover()))
print(sys.modules["hydra_plugins.icsim_batch"].__file__)
"""


def run(*command: str | Path, cwd: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of what is packaged, apart from this working tree."""
    root = tmp_path_factory.mktemp("clone") / "icsim"
    for folder in ("src", "conf", "experiments"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "LICENSE", "README.md"):
        if (ROOT / file).exists():
            shutil.copy(ROOT / file, root / file)
    return root


@pytest.fixture(scope="module")
def wheel(copy: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", cwd=copy)
    (built,) = (copy / "dist").glob("*.whl")
    return built


@pytest.fixture
def fresh_python(tmp_path: Path) -> Path:
    """A new environment with pip. It also sees what is installed here, such as hatchling; its own icsim comes first."""
    venv.create(tmp_path / "venv", with_pip=True)
    (site,) = (tmp_path / "venv/lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return tmp_path / "venv/bin/python"


def test_clone_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "conf").mkdir()
    monkeypatch.chdir(tmp_path)
    assert resources.conf_dir() == ROOT / "conf"
    assert resources.experiments_dir() == ROOT / "experiments"


def test_folder_beside_an_installed_package_is_not_taken_for_a_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "lib/site-packages/icsim"
    (package / "_data/conf").mkdir(parents=True)
    (tmp_path / "lib/conf").mkdir()
    (tmp_path / "lib/pyproject.toml").touch()
    monkeypatch.setattr(resources, "PACKAGE", package)
    assert resources.conf_dir() == package / "_data/conf"


def test_missing_folder_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "site-packages/icsim")
    with pytest.raises(UserError, match=r"^conf: .+install icsim again"):
        resources.conf_dir()


@pytest.mark.slow
def test_wheel_holds_every_file_of_the_tree(copy: Path, wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"{target}/{path.relative_to(copy / source).as_posix()}"
        for source, target in SHIPPED.items()
        for path in (copy / source).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert any(name.endswith(".yaml") for name in wanted)
    assert wanted - packed == set()


@pytest.mark.slow
def test_wheel_finds_its_own_copy(wheel: Path, fresh_python: Path, tmp_path: Path) -> None:
    run(fresh_python, "-m", "pip", *INSTALL, wheel, cwd=tmp_path)
    conf, experiments = map(Path, run(fresh_python, "-c", SAY_WHERE, cwd=tmp_path).split("\n")[:2])
    assert conf.is_relative_to(tmp_path / "venv")
    assert {path.relative_to(conf) for path in conf.rglob("*.yaml")} == {
        path.relative_to(ROOT / "conf") for path in (ROOT / "conf").rglob("*.yaml")
    }
    assert experiments == conf.with_name("experiments")
    assert experiments.is_dir()
    names, where = run(fresh_python, "-c", SAY_PLUGINS, cwd=tmp_path).splitlines()
    assert {"IcsimSweeper", "IcsimLauncher", "BasicLauncher"} <= set(names.split())
    assert Path(where).is_relative_to(tmp_path / "venv")


@pytest.mark.slow
def test_editable_install_finds_the_clone(copy: Path, fresh_python: Path, tmp_path: Path) -> None:
    run(fresh_python, "-m", "pip", *INSTALL, "--no-build-isolation", "-e", copy, cwd=tmp_path)
    assert run(fresh_python, "-c", SAY_WHERE, cwd=tmp_path).split() == [str(copy / "conf"), str(copy / "experiments")]
    names, where = run(fresh_python, "-c", SAY_PLUGINS, cwd=tmp_path).splitlines()
    assert {"IcsimSweeper", "IcsimLauncher", "BasicLauncher"} <= set(names.split())
    assert Path(where) == copy / "src/hydra_plugins/icsim_batch.py"
