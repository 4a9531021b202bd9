"""The sealed box of anonymous answers: what is in it, how it is sealed, where its keys lie, what leaves it."""
