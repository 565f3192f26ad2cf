"""The steps by which the schema of access came to be, oldest first."""
