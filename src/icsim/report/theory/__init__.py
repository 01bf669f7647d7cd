"""What theories leave behind: plain data, sentences, tables, figures, a page."""
