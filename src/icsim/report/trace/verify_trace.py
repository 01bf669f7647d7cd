"""A trace followed again as a whole, and compared with its `trace.json` to the bit."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from icsim.base.errors import UserError
from icsim.report.trace.write_trace import trace_record
from icsim.results.trace import Trace
from icsim.results.verify_results import check_files, same_source
from icsim.results.verify_study import Verified
from icsim.trace.run_trace import load_trace_case, run_trace


def verify_trace(folder: Path, sample: int) -> Iterator[Verified]:
    """Choose the pair and follow the team again; there is one pair, whatever `sample` says."""
    found = Trace.from_file(folder, "verify")
    check_files(folder, found.command)
    words = shlex.split(found.command)[2:]
    case = load_trace_case([one for one in words if "=" not in one], [one for one in words if "=" in one])
    if case.content != found.content_hash:
        what = f"{found.theory.id} has other content now ({case.content[:8]}) than then ({found.content_hash[:8]})"
        raise UserError(f"verify: {what}: its file, a place or the defaults have changed; trace it again: {found.command}")
    now = trace_record(run_trace(case))
    differing = tuple(name for name in Trace.model_fields if name != "icsim" and getattr(now, name) != getattr(found, name))
    compared = len(Trace.model_fields) - 1
    yield Verified(found.theory.id, "of the pair that is followed", compared, differing, same_source(folder), "parts")
