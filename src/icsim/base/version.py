"""The version of icsim, in its one place: packaging, docs and every result read it here."""

__version__ = "0.1.0"
