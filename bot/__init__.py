"""The running service: build everything once, run the loops, stop in order."""
