"""Speed and memory, as ratios measured in one interleaved run; `python -m benchmarks` prints one JSON."""
