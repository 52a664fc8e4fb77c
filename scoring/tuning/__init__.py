"""What a change of rules, weights or facts does to scores: compare, prove, whatif, reach, sensitivity, rank, weights, watch.
Imports `batch` and below."""
