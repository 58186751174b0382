"""The screens: what widgets say becomes calls of services, and what comes back becomes attributes."""
