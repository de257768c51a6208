"""The pages anyone can open: home, settings, help, and what we owe to people in writing."""
