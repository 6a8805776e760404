"""What the parts of what is minimized are called, in the catalog and in documents."""

FUNCTION = "f"
"""What the one objective is called; several are called f_1, f_2 …."""

CONSTRAINT = "g"
"""The constraints are called g_1, g_2 …; each must not be above 0."""

WEIGHTED, PENALIZED = "F", "L"
"""What the weighted sum of several objectives is called, and what has the penalty in it."""

WEIGHT, PENALTY = "w", "rho"
"""What the weights are called (w_1, w_2 …), and the weight of the penalty."""
