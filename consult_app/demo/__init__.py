"""A throw-away clinic with fictional people, to try the program on and to take its pictures."""
