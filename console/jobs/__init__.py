"""Work without a person: the second front end beside the screens."""
