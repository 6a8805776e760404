"""Finding a node, and the list of nodes that assistive tools read."""
