"""Reading: plain functions that take the session first and always give things in a fixed order."""
