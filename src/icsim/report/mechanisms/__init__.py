"""The seven mechanisms: table, figure, files."""
