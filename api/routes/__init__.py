"""The routes: one module a noun, each adding its handlers to the application's router."""
