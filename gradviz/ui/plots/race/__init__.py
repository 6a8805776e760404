"""The race of several optimizers: who races, how they stand, and how they are drawn."""
