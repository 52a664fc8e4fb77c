"""The columnar engine: a program as one SQL text over scaled integers, run by DuckDB in-process.

Numbers are quotients of whole numbers until they are rounded, so a row's points equal those of `exact` to the last digit.
What SQL cannot say exactly is refused when it is compiled (`NotInSql`), or marked row by row (the column `slow`), and is
scored by `exact` instead: a row is never scored approximately.
"""
