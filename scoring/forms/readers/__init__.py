"""Documents as grids of cells: XLSX, XLS, ODS, DOCX, HTML, CSV, PDF with text, one module a kind of file."""

from __future__ import annotations

from scoring.forms.readers.document import document_of, read_document

__all__ = ["document_of", "read_document"]
