"""A desk on a server as somebody with psql sees it."""
