"""Lines as the page speaks of them: a person or a group is the subject, and has done or felt something more."""

import re

from icsim.catalogue.entries import Measure
from icsim.catalogue.labels import PEOPLE_SERVED
from icsim.teach.caption_sentences import DID

OF_LINES = DID | {
    "waiting": "waited longer",
    "unmet_need": "gave up waiting more often",
    "leader_exits": "left more often",
    "innovation_tried": "tried more ideas",
    "innovation_adopted": "adopted more ideas",
    "served": "served more cases",
    "skill": "knew the others' work better",
    "conflict_open": "{be} more in open conflict",
    "influence_share": "had a larger share of the say",
    "joint_success": "succeeded in joint work more often",
}
"""As captions have it; but whom a line of the people served is about is those people, not who keeps them waiting."""
WHOM = re.compile(r", (?!in total$|on average$)(?:between )?(.+)$")
TOWARDS = re.compile(r"^(.+?) in (.+)$")
MANY = re.compile(r"s$| and |s in |s across |\btogether$|\bpeople\b")
EVERYBODY = {"leader": "the leaders", "leader_tie": "the leaders", "place": "all together"}


def spoken(entry: Measure, display: str) -> tuple[str, str]:
    """Whom a line is about, “the department”, and what they did more where it is higher, “trusted the leader more”."""
    found = WHOM.search(display)
    who = found[1] if found else "the people served" if entry.name in PEOPLE_SERVED else EVERYBODY.get(entry.carrier, "the teams")
    be = "were" if MANY.search(who) else "was"
    other = f"had more {display.partition(',')[0]}" if entry.kind == "count" else f"{{be}} higher on {entry.display}"
    did = OF_LINES.get(entry.name, other)
    if entry.name in ("trust", "leader_trust") and (pair := TOWARDS.match(who)):
        who = pair[1]
        did = did if pair[2] == "each other" else f"trusted {pair[2]} more"
    return who, did.format(be=be)
