"""E-mail: what its bytes mean (message, render) apart from where they go (reader, smtp)."""
