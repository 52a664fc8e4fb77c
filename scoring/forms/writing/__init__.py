"""Documents out: the official form with live formulas, reports and letters from templates, tables of findings."""
