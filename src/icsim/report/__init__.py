"""What a reader gets: tables, figures and pages, made from what the engine computed."""
