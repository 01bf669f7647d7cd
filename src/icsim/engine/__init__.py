"""The engine: blocks of worlds side by side as lanes, and one compiled week that moves them."""
