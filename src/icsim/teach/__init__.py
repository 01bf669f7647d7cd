"""The page that teaches: worlds are run whole and sent; the browser plays. A link is the whole state."""
