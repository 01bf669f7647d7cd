"""A running sweep killed (SIGKILL) at random moments, over and over: `python benchmarks/kills.py [KILLS]`.

After each kill: how many parts were whole before and are now, whether any of these was spoilt, and how many were begun and are
lost. At the end the sweep is let run, and its table compared with that of one that was left alone, to the bit.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "sweep"))


def main() -> None:
    """Kill, and print what came of it."""
    from killed import kills

    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("kills", type=int, nargs="?", default=20)
    with tempfile.TemporaryDirectory() as folder:
        found = kills(words.parse_args().kills, Path(folder) / "study")
    print(f"{'kill':>4}{'whole before':>14}{'whole after':>13}{'spoilt':>8}{'lost in flight':>16}{'half written':>14}")
    for n, one in enumerate(found, start=1):
        print(f"{n:4}{one.before:14}{one.whole:13}{one.spoilt:8}{one.lost:16}{one.half_written:14}")
    most, spoilt = max(one.lost for one in found), sum(one.spoilt for one in found)
    print(f"{len(found)} kills of a sweep on one core: at most {most} part lost at each, {spoilt} spoilt; the table is the same")


if __name__ == "__main__":
    main()
