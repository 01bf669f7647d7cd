"""Patterns and models side by side: table, figure, page."""
