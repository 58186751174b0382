"""What is stored, and what must hold whatever the rules say. It knows no policy."""
