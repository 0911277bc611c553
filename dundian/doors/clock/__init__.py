"""The hour: periodic sweeps and long jobs."""
