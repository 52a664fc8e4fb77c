"""One project scored before and after a value is changed."""
