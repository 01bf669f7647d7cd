"""Sphinx: Markdown pages, one theme, no network."""

from icsim import __version__

project = "icsim"
author = "The icsim developers"
copyright = "2026, The icsim developers"
version = release = __version__

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"icsim {__version__}"
html_show_sourcelink = False
html_copy_source = False
