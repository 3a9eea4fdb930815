"""Files that come in and go out: the consultation file and the proposal as JSON and as text."""
