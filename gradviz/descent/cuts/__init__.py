"""Functions of one number: a surface cut along a line, where it turns and how smooth it is."""
