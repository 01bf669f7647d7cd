"""The verdicts of a study as tables for the supplement of a paper: CSV, Markdown and Word, of one content."""
