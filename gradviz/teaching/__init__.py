"""Narration of steps, lessons and exercises."""
