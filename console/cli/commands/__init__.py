"""The commands, a module a noun: each function takes a context and gives an answer or a refusal."""
