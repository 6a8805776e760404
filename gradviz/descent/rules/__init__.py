"""The rules of a descent: the tables of optimizers and schedules, and which numbers they take."""
