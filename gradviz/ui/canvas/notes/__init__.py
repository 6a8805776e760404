"""Comments on the canvas: notes behind the cards that are read, moved and written in place."""
