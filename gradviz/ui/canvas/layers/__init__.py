"""Layers over and under the cards that are shown when they are asked for."""
