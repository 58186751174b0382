"""The website: signed calls of the shop's server, and a plain form page; wire formats apart from I/O."""
