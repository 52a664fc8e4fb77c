"""Official forms and reports: documents in (`readers/`, `prose/`), what is what on them, documents out (`writing/`).
Imports `views` and below."""
