"""The edges: their curves, what is written on them, which of them stand out."""
