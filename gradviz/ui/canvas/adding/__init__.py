"""Adding nodes: the box with what fits, and what is dropped from the palette."""
