"""What exists in week 0: places, the people in them, and how to point at some of them."""
