"""How text written by others is shown to people: one function per kind of output."""
