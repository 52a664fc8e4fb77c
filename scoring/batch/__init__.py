"""Many projects at once: tables in, tables out, every row scored or rejected with its reason.

`run` goes from inputs to a result; `cohort` makes rows that share a rulebook ready for SQL, `one_by_one` scores the others.
Below: `inputs` (what comes in), `columns` (what its columns mean), `layouts` (how rows make projects), `outputs` (what goes
out). May import what scores a project and the columnar engine, never the commands; it alone, with them, touches tables on disk.
"""
