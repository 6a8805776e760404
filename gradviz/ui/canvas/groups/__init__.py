"""Groups on the canvas: frames around their cards, and the one card of a closed group."""
