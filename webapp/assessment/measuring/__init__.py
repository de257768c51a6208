"""What answers say: the measurement model, the choice of the next exercise, the result."""
