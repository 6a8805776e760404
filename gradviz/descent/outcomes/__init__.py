"""How descents end, told for many at once: by the start, and by the learning rate."""
