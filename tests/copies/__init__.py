"""The whole record at once: backed up, restored, exported and moved, on both databases and between them."""
