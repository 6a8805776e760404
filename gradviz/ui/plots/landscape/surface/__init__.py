"""The surface of two parameters: seen in parallel projection, orbited with the mouse."""
