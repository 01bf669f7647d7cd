"""What a run of one configuration leaves behind: terminal, tables, figures."""
