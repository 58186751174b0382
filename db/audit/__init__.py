"""Reading the whole record to check it; nothing here changes anything."""
