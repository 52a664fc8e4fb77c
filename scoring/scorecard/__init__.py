"""What comes out, and how it is put together: outcomes, subtotals, totals, findings, the trace. Imports `engines` and below."""
