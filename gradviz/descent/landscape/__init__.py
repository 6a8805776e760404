"""What a view of a surface shows: values, curvature, points of note, constraints, objectives."""
