"""The steps by which the schema of the webhooks came to be, oldest first."""
