"""Benchmarks against the goals: ``bench_<subject>.py`` with ``rows()`` each, run on request."""
