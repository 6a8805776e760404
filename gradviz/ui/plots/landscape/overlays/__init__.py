"""What can be drawn over a landscape: a file per overlay, a row per overlay in the table."""
