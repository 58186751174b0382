"""Checking the record: each check has a name, says what holds, and names what disagrees."""
