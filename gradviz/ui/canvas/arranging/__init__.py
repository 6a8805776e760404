"""Arranging: selecting, lining up, snapping, copying and pasting."""
