"""Printed sheets: lays a ``HandoutDocument`` out, tags it and writes it as PDF; shows pages as pictures."""
