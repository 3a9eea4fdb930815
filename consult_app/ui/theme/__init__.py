"""How the desk looks: color tokens, type, icons and the style sheet made from them."""
