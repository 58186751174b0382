"""One use case a function: gather facts, ask the policy, apply in one transaction."""
