"""A small tender that tests of results for each record share: a benchmark, experts' marks, points, places within lots."""

from __future__ import annotations

RULES = """
[basis.method]
title = "招标文件"
at = "第三章"

[fact]
ceiling = { unit = "元", label = { en = "ceiling price", zh = "最高限价" } }
bids = { key = "bidder", list = { bidder = { kind = "text" }, lot = { kind = "text" }, price = { unit = "元" }, sound = { kind = "yes_no" }, marks = { list = { mark = { kind = "number" } } } } }

[list.compared]
label     = { en = "bids that make the benchmark", zh = "参与计算基准价的报价" }
from      = "bids"
where     = "sound and price <= ceiling"
order     = "price"
leave_out = { first = 1, last = 1 }

[value.benchmark]
label = { en = "benchmark price", zh = "评标基准价" }
is    = "mean(compared, price)"
basis = "method"

[column.bids.price_points]
basis     = "method"
label     = { en = "price points", zh = "价格分" }
by        = "price / benchmark"
rows      = [["<= 1", 30], ["<= 1.5", "30 / it"], ["else", 0]]
round     = { decimals = 2 }

[column.bids.quality]
label = { en = "quality points", zh = "技术分" }
is    = "mean(marks, mark, drop_lowest = 1, drop_highest = 1)"
round = { decimals = 2 }

[column.bids.points]
label = { en = "points", zh = "总得分" }
is    = "price_points + quality"
when  = "sound"

[column.bids.rank]
label  = { en = "place", zh = "名次" }
place  = ["-points", "price"]
within = "lot"
among  = "sound"

[result.bidders]
label    = { en = "bidders", zh = "各投标人" }
for_each = "bids"
columns  = ["points", "rank"]
"""

FACTS = """
[source.opening]
title = "开标一览表"

[facts]
ceiling = "200 元"
bids = [
  { bidder = "A", lot = "1", price = { value = "100 元", source = "opening", at = "第1行" }, sound = true, marks = [{ mark = 60 }, { mark = 62 }, { mark = 65 }, { mark = 70 }] },
  { bidder = "B", lot = "1", price = "120 元", sound = true, marks = [{ mark = 66 }, { mark = 61 }, { mark = 68 }, { mark = 64 }] },
  { bidder = "C", lot = "1", price = "110 元", sound = true, marks = [{ mark = 55 }, { mark = 62 }, { mark = 65 }, { mark = 70 }] },
  { bidder = "D", lot = "1", price = "110 元", sound = true, marks = [{ mark = 65 }, { mark = 55 }, { mark = 62 }, { mark = 69 }] },
  { bidder = "E", lot = "1", price = "90 元", sound = false, marks = [{ mark = 65 }, { mark = 55 }, { mark = 62 }, { mark = 69 }] },
  { bidder = "F", lot = "2", price = "210 元", sound = true, marks = [{ mark = 61 }, { mark = 61 }, { mark = 62 }, { mark = 69 }] },
]
"""
