"""A class: its room, who is in it, its rounds and how close predictions were."""
