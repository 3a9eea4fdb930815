"""The seven steps of a consultation."""
