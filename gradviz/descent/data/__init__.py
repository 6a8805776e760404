"""Tables of numbers, and what can be said of a prediction that is fitted to one."""
