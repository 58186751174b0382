"""Documents: what customers and staff are handed, as text, CSV and PDF; values in, text or bytes out."""
