"""`make bench`: the figures of docs/measurements.md, in one run. Not part of the tests."""
