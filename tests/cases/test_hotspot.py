"""A laptop that is its own hotspot has an address and no way out: the class is given that address all the same."""

import shutil
import subprocess
import sys

import pytest

ADDRESS = "10.42.0.1"
ASK = """
from icsim.teach.serving.start_server import startup_lines
print(*startup_lines("0.0.0.0", 8765, "lesson=box4", False), sep="\\n")
"""


def hotspot(*command: str) -> "subprocess.CompletedProcess[str]":
    """A command in a network of its own, which has one address and no route."""
    words = f'ip link set lo up && ip addr add {ADDRESS}/24 dev lo && exec "$@"'
    return subprocess.run(["unshare", "-n", "bash", "-c", words, "hotspot", *command], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_class_is_given_an_address_that_phones_can_reach() -> None:
    if not (shutil.which("unshare") and shutil.which("ip")) or hotspot("true").returncode != 0:
        pytest.skip("a network of its own needs unshare and ip, and the right to use them")
    pytest.importorskip("icsim.teach.serving.addresses", reason="all addresses of the machine are known from there on")
    ran = hotspot(sys.executable, "-c", ASK)
    assert ran.returncode == 0, ran.stderr
    assert f"for the class, on the same network: http://{ADDRESS}:8765/?lesson=box4" in ran.stdout
