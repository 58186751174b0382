"""Servers that die, come back and are replaced while a desk is at work."""
