"""What can be done by menu, key and button, as tables of rows."""
