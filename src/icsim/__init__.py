"""An agent-based simulation of leadership in integrated health and social care."""

__version__ = "0.1.0"  # the one place: packaging, docs and every result read it here
