# A first group starts with nothing.
:
