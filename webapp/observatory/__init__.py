"""What answers say of the exercises, never of a person: calibration, drift, fairness."""
