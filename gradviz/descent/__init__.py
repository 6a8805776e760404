"""Objectives, test functions, optimizers, trajectories and datasets."""
