"""What each screen says, worked out from the state without Qt."""
