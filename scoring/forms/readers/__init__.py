"""Documents as grids of cells: XLSX, XLS, ODS, DOCX, HTML, CSV, PDF with text, one module a kind of file."""
