"""Words that make a number a bound: 近, 约, 余, 多, 以上, 不少于, 超过, 不足, 以下, 左右."""

from __future__ import annotations

import re
from typing import Literal

Bound = Literal["exact", "at_least", "at_most", "about", "range"]

_SIGNS: dict[str, Bound] = {
    **dict.fromkeys(("≥", ">=", ">", "不少于", "不低于", "不小于", "不得少于", "不得低于", "至少", "最少", "最低", "超过", "突破", "超",
                     "大于", "高于", "多于", "逾", "上", "破"), "at_least"),
    **dict.fromkeys(("≤", "<=", "<", "不超过", "不高于", "不多于", "不大于", "不得超过", "不得高于", "未超过", "至多", "最多", "最高", "将近",
                     "接近", "不足", "不到", "小于", "低于", "少于", "近"), "at_most"),
    **dict.fromkeys(("大约", "约为", "约", "大概", "左右", "上下", "≈", "~"), "about"),
}  # fmt: skip
_BEFORE = re.compile("(?:" + "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True)) + ")[ ]?$")
_AFTER = re.compile(
    r"[ ]?(?:（含(?:本数)?）)?(?:(?P<at_least>及?以上|之上)|(?P<at_most>及?以下|以内|之内|之下)|(?P<about>左右|上下))"
)
_BEFORE_WHAT = re.compile(
    "(?:超过|突破|高于|逾|不足|不到|低于|接近|将近)(?=[^，。；、的0-9]{1,4}的$)"
)  # 不足标准的三分之二
_DENIED = re.compile("(?:并?未|没有|从未)$")
_OTHERWISE: dict[Bound, Bound] = {"at_least": "at_most", "at_most": "at_least"}
"""What a bound that is denied says: 未突破3000元 is at most that."""
_LONGEST = 9
# 附近, 最近 and 近三年 say nothing of how many; neither do 以上, 晚上 and 网上 before a number.
_NO_BOUND = re.compile(
    r"(?:[附最邻亲临靠远就]近|[节合契制签预集简履失]约|[以晚网线之加会路街身地手早网际本总用车船村乡县]上|[赶反高]超|降低于)[ ]?$"
)


def before(text: str, start: int, lowest: int) -> tuple[Bound, int] | None:
    """The bound that stands right before a number, and where its word begins; not before `lowest`."""
    low = max(lowest, start - _LONGEST)
    piece = text[low:start]
    found = _BEFORE.search(piece) or _BEFORE_WHAT.search(piece)
    if found is None or _NO_BOUND.search(piece):
        return None
    bound, start = _SIGNS[found.group().strip()], low + found.start()
    denied = _DENIED.search(text, max(lowest, start - 3), start)
    return (_OTHERWISE.get(bound, bound), denied.start()) if denied is not None else (bound, start)


def after(text: str, end: int) -> tuple[Bound, int] | None:
    """The bound that stands right behind a number with its unit, and where its word ends."""
    found = _AFTER.match(text, end)
    if found is None:
        return None
    bound: Bound = "at_least" if found["at_least"] else "at_most" if found["at_most"] else "about"
    return bound, found.end()
