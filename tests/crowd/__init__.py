"""Many at one desk on a server at the same moment."""
