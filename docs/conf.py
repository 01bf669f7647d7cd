"""Sphinx: Markdown pages, one theme, no network."""

import sys
from pathlib import Path

from icsim import __version__

sys.path.insert(0, str(Path(__file__).parent))
import reference

project = "icsim"
author = "The icsim developers"
copyright = "2026, The icsim developers"
version = release = __version__

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "reference/experiment_*", "reference/week_*"]  # but for the first, other pages include them

html_theme = "furo"
html_title = f"icsim {__version__}"
html_static_path = ["_static"]
html_css_files = ["own.css"]
html_show_sourcelink = False
html_copy_source = False


def setup(app: object) -> None:
    """The reference pages are written before they are read."""
    app.connect("builder-inited", reference.write)  # type: ignore[attr-defined]
