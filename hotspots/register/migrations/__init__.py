"""The steps by which the register's schema came to be, oldest first."""
