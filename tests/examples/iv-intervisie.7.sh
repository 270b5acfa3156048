# The group of this page starts with nothing.
:
