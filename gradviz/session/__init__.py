"""Live state: the document with undo, background jobs, pass cursor, descent runs, settings."""
