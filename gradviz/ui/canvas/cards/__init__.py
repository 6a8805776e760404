"""The cards of the nodes: what stands on one, and how it is painted."""
