"""What is computed with: numbers, amounts and their units, dates, rounding, and exact arithmetic on them. Imports `problems` only."""
