"""The server behind the page, what it answers, and the page as a file or in a notebook."""
