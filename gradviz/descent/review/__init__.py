"""What is told of a descent after it was made."""
