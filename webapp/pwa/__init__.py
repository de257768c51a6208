"""The service on a home screen, and what it says when the network is away."""
