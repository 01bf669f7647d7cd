"""The mechanisms: table, figure, files."""
