"""Writes the JSON Schemas anew: `python schemas/build.py`."""

from pathlib import Path

from scoring.views.schemas import schemas, text_of

HERE = Path(__file__).resolve().parent

for name, schema in schemas().items():
    (HERE / name).write_text(text_of(schema), encoding="utf-8")
