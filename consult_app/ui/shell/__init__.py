"""The window around the screens: rail, banner, Today, footer and the ways between them."""
