"""The steps by which the store's schema came to be, oldest first."""
