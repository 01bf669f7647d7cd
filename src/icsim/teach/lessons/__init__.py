"""Lessons: their schema, the files that ship, and what their runs gave."""
