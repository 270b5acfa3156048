# The tour starts with nothing.
:
