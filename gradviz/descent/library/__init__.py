"""The test functions: what is written down of them, and what it is expanded to."""
