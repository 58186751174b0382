"""Credit Desk: a terminal console for a support desk that runs on prepaid credits."""

__version__ = "0.1.0"
