"""`icsim teach LESSON save=FILE.html`: the page as a file, written whole or not at all."""

from pathlib import Path

from icsim.base.atomic_output import write_atomically
from icsim.base.errors import UserError
from icsim.config.settings import Settings
from icsim.teach.api import TeachApi
from icsim.teach.serving import offline_page

KINDS = (".html", ".htm")


def save_page(settings: Settings, query: str) -> str:
    """Write the file; what was written, in a line. UserError where it cannot be, before anything runs."""
    given = str(settings.values["save"])
    target = Path(given)
    if target.suffix.lower() not in KINDS:
        raise UserError(
            f"save: {given or 'nothing'} is no page; give a file that ends in .html, such as save={target.stem or 'lesson'}.html"
        )
    if not target.parent.is_dir():
        raise UserError(f"save: {target.parent} is not there; make the folder first, or choose another")
    if target.exists():
        raise UserError(f"save: {target} is there already and stays as it is; give another name, or remove it")
    text = offline_page.offline_html(TeachApi(int(settings.values["pairs"])), query)
    try:
        write_atomically(target, text)
    except OSError as error:
        raise UserError(f"save: {target}: {error.strerror or error}; choose another place") from None
    return f"icsim teach: {target}, {len(text.encode()) / 1e6:.1f} MB; it opens in a browser, without icsim and without a network"
