"""The rules of the support policy: frozen values in, decisions out; no clock, no I/O."""
