"""The room of several objectives: their image, the Pareto front, the weights."""
