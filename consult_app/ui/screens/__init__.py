"""The screens of the desk: Home, first run, settings, past plans and the seven steps."""
