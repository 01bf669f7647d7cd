"""The report of a finished sweep: sections in words, tables and figures, on one page and as files."""
