"""The columns of a review's workbook, as they are headed in both languages: what is shown, and what is filled in."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.problems import Text

SCHEMA = "review/1"
KEYS = "scoring_review"
"""The hidden sheet that says which row is which."""
LEVELS = "scoring_levels"
"""The hidden sheet that drop-downs are taken from."""
SHEET = Text("judgements", "评判")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its key; `least` and `most` characters wide; filled in by a judge, or by a second reviewer."""

    key: str
    head: Text
    least: int
    most: int
    filled_in: bool = False
    second: bool = False
    right: bool = False


COLUMNS = (
    Column("number", Text("no.", "序号"), 5, 5),
    Column("project", Text("project", "项目"), 10, 16),
    Column("unit", Text("unit", "实施单位"), 9, 12),
    Column("id", Text("code", "代码"), 5, 8),
    Column("label", Text("indicator", "指标"), 10, 17),
    Column("target", Text("target", "目标值"), 8, 13),
    Column("actual", Text("actual", "实际完成"), 8, 14),
    Column("why", Text("reason for deviation", "偏差原因"), 8, 16),
    Column("weight", Text("weight", "分值"), 6, 6, right=True),
    Column("claimed", Text("claimed", "自评"), 6, 8, right=True),
    Column("levels", Text("levels and ranges", "等级与范围"), 14, 27),
    Column("note", Text("note", "说明"), 6, 14),
    Column("level", Text("level", "等级"), 10, 14, True),
    Column("measure", Text("share or points", "比例或分值"), 8, 8, True, right=True),
    Column("by", Text("judged by", "评判人"), 8, 9, True),
    Column("on", Text("judged on", "评判日期"), 11, 11, True),
    Column("reason", Text("why so", "评判理由"), 22, 22, True),
    Column("confirmed_by", Text("confirmed by", "复核人"), 8, 9, True, True),
    Column("confirmed_on", Text("confirmed on", "复核日期"), 11, 11, True, True),
)
FILLED_IN = tuple(column.key for column in COLUMNS if column.filled_in)
NEEDED = ("number", *FILLED_IN)
"""Without these columns a workbook is no review that can be read."""
BY_HEAD = {head: column.key for column in COLUMNS for head in (column.head.en, column.head.zh)}
