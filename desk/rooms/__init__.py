"""The rooms of the desk: each a router, and nothing that another room needs."""
