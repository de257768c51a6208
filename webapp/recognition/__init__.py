"""What a person can do, proven by repeated success, on a sheet they own."""
