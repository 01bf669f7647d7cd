"""The commands that people begin with, one after the other in this process; their results go below the folder that it is in.

The environment says in which surroundings. Ends with 0 where all of them did.
"""

import sys
from pathlib import Path

from icsim.commands import entry

SMALLEST = str(Path(__file__).parents[1] / "theory" / "valid" / "smallest.yaml")
FEW = ("budget.draws=8", "budget.replicates=2", "budget.max_replicates=2", "budget.robustness_draws=0", "budget.scope_draws=0")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("list", "levers"),
    ("run", "place=pair", "weeks=1", "replicates=2", "out=made"),
    (
        "sweep", "place=pair", "design=grid", "design.axes.context.demand=[0.2,0.5]", "weeks=2", "replicates=2", "measures=[trust]",
        "out=swept",
    ),
    ("report", "swept", "out=told"),
    ("trace", SMALLEST, "out=traced"),
    ("test", SMALLEST, *FEW, "out=tested"),
    ("teach", "place=pair", "weeks=2", "--no-open", "--port", "0"),
)  # fmt: skip
WRITTEN = ("swept/study.json", "told/report.html", "traced/trace.png", "traced/report.html", "tested/verdicts.json")


def main() -> int:
    """All of them; the page that teaches is closed as soon as it is there."""
    from icsim.teach.serving import start_server

    start_server.run_until_stopped = lambda *_, **__: None
    codes = []
    for words in COMMANDS:
        sys.argv = ["icsim", *words]
        codes.append(entry.main())
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
