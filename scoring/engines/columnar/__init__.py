"""The columnar engine: a program as one SQL text over scaled integers, run by DuckDB in-process.

Numbers are quotients of whole numbers until they are rounded, so a row's points equal those of `exact` to the last digit.
What SQL cannot say exactly is refused when it is compiled (`NotInSql`), or marked row by row (the column `slow`), and is
scored by `exact` instead: a row is never scored approximately.

Lowest first: `duck` and `fragments` (SQL), `ratios` and `approximate` (numbers), `sql_values` (values of nodes), `compiler`,
`operations`, `comparing`, `tables` and `combining` (what nodes mean, together in `meaning`), `earning` to `totals` and
`grades` (what comes of points), `query` (all of it). May import nodes and programs, never the scorecard.
"""
