"""Writing in place: names, values and comments."""
