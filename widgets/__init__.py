"""Textual widgets: attributes down, messages up; they know neither services nor db."""
