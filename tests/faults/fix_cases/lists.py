"""Mistakes in lists and their columns, and in places among peers."""

from __future__ import annotations

from tests.faults.fix_cases.case import RULES, Case, book, listed

OF_LIST = '\n[result.n]\nis = "count(l)"\n'
OF_COLUMN = '\n[result.n]\nis = "max(roads, c)"\n'
PLACE = '[value.rank]\nplace = "-people"\nof = "peers"\n'
OF_PLACE = '[result.z]\nis = "rank.place"\n'

LISTS: list[str | Case] = [
    book('[list.l]\nfrom = "⟦raods⟧⟦roads⟧"' + OF_LIST),
    book('[list.l]\nfrom = "⟦budget⟧⟦roads⟧"' + OF_LIST),
    book('[list.l]\nfrom = "roads"\norder = "width"\nties = "listed"\nkeep = ⟦{}⟧⟦{ first = 1 }⟧' + OF_LIST),
    book('[list.l]\nfrom = "roads"\norder = "width"\nties = "listed"\nleave_out = ⟦1⟧⟦{ first = 1 }⟧' + OF_LIST),
    book('[list.l]\nfrom = "roads"\norder = "width"\nties = "listed"\nleave_out = { first = ⟦-1⟧⟦1⟧ }' + OF_LIST),
    book(
        '[list.l]\nfrom = "roads"\nratio = { of = "width", to = "width" }\n'
        "⟦leave_out = { first = 1 }⟧⟦leave_out = 1⟧" + OF_LIST
    ),
    book('[list.l]\nfrom = "roads"\nfill = { to = 3, with = { ⟦widht⟧⟦width⟧ = "1 米" } }' + OF_LIST),
    book(
        '[list.l]\nfrom = "roads"\norder = "⟦good⟧⟦if x then 0 else 1⟧⟦if good then 0 else 1⟧"\nties = "listed"\nkeep = { first = 1 }'
        + OF_LIST
    ),
    book('[column.⟦points⟧⟦[column.LIST.points]⟧⟦roads.points⟧]\nis = "width"\n[result.n]\nis = "max(roads, width)"'),
    book('[column.roads.c]\nis = "width"\n[result.n]\nis = "⟦roads.c⟧⟦max(roads, c)⟧"'),
    book('[column.roads.c]\nplace = "width"\n[result.n]\nis = "count(roads, ⟦c⟧⟦.place⟧⟦c.place⟧ <= 3)"'),
    book('[column.roads.c]\nplace = "width"\n[result.n]\nis = "sum(roads, ⟦c⟧⟦.place⟧⟦c.place⟧)"'),
    book('[column.roads.c]\nis = "⟦widht⟧⟦width⟧"' + OF_COLUMN),
    book('[column.roads.long]\nis = "width"\n[result.n]\nis = "max(roads, ⟦lnog⟧⟦long⟧)"'),
    book('[fact.staff]\nkey = "⟦nmae⟧⟦name⟧"\nlist = { name = { kind = "text" } }\n[result.n]\nis = "count(staff)"'),
    book(
        '[fact.staff]\nkey = "name"\nlist = { name = ⟦{ kind = "yes_no" }⟧⟦{ kind = "text" }⟧ }\n[result.n]\nis = "count(staff)"'
    ),
    listed('[list.best]\nfrom = "⟦bidz⟧⟦did you mean `bids`?⟧⟦bids⟧"\n[result.r]\nis = "sum(best, price)"'),
    listed(
        '[list.best]\nfrom = "bids"\norder = "⟦won⟧⟦order by numbers, dates or texts; yes or no as `if x then 0 else 1`⟧⟦if won then 0 else 1⟧"\nties = "listed"\nkeep = { first = 1 }\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = "price"\nties = "listed"\nkeep = ⟦{}⟧⟦write { first = 1 }⟧⟦{ first = 1 }⟧\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = "price"\nties = "listed"\nleave_out = ⟦1⟧⟦write { first = 1 } or { last = 1 }⟧⟦{ first = 1 }⟧\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = "price"\nties = "listed"\nkeep = { first = 1⟦, last = 1⟧⟦delete one of the two⟧⟦⟧ }\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\nratio = { of = "⟦who⟧⟦write a number of each record⟧⟦marks⟧", to = "marks" }\nleave_out = 1\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\nratio = { of = "marks", to = "marks" }\nleave_out = ⟦{ first = 1 }⟧⟦write how many are left out, such as leave_out = 1⟧⟦1⟧\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = "price"\nties = "listed"\nkeep = { first = "⟦\'a\'⟧⟦such as 1, or a formula that gives one⟧⟦1⟧" }\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[column.bids.position]\n⟦is = "count(bids, price < own.price) + 1"⟧⟦write [column.bids.rank] with place = "…"⟧⟦place = "price"⟧\n[result.r]\nis = "count(bids, position⟦⟧⟦⟧⟦.place⟧ == 1)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = "marks"\n⟦⟧⟦or ties = "listed"⟧⟦ties = "listed"\n⟧keep = { first = 1 }\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.valid]\nfrom = "bids"\nwhere = "won"\n[result.r]\nis = "mean(valid, price)"\n⟦⟧⟦or when = "count(valid) > 0"⟧⟦when = "count(valid) > 0"⟧'
    ),
    listed(
        '[column.bids.rank]\nplace = "-marks"\n[result.r]\nis = "count(bids, ⟦rank.share <= 20%⟧⟦max(1, …)⟧⟦rank.place <= max(1, floor(rank.of * 20%))⟧)"'
    ),
    listed(
        '[column.bids.half]\nis = "⟦own.⟧⟦write the field\'s name alone⟧⟦⟧marks / 2"\n[result.r]\nis = "sum(bids, half)"'
    ),
    listed(
        '[column.bids.above]\nis = "sum(bids, marks * own.⟦colour⟧⟦it has `who`⟧⟦marks⟧)"\n[result.r]\nis = "max(bids, above)"'
    ),
    listed(
        '[column.bids.half]\nis = "marks / 2"\n[result.r]\nis = "⟦bids.half⟧⟦such as `max(bids, half)`⟧⟦max(bids, half)⟧"'
    ),
    listed(
        '[fact.⟦marks⟧⟦give one of them another name⟧⟦scores⟧]\nkind = "number"\n[result.r]\nis = "sum(bids, marks) + ⟦marks⟧⟦⟧⟦scores⟧"'
    ),
]
PEERS: list[str | Case] = [
    book(
        '[value.rank]\nplace = "-people"\n⟦⟧⟦write of = "peers"⟧⟦of = "peers"\n⟧[peers]\nwithin = "name"\n' + OF_PLACE
    ),
    book(PLACE + '⟦⟧⟦add [peers], such as within = "department"⟧⟦[peers]\nwithin = "name"\n⟧' + OF_PLACE),
    book('⟦[peers]\nwithin = "name"⟧⟦or delete [peers]⟧⟦⟧'),
    book(PLACE + '[peers]\nwithin = "⟦people + 1⟧⟦name a fact or a value that is one⟧⟦name⟧"\n' + OF_PLACE),
    book(
        PLACE.replace('"-people"', '⟦[]⟧⟦such as place = ["-total"]⟧⟦["-people"]⟧')
        + '[peers]\nwithin = "name"\n'
        + OF_PLACE
    ),
    book(
        '[value.x]\n⟦of = "peers"⟧⟦add [value.rank] with place⟧⟦place = "-people"\nof = "peers"⟧\n[peers]\nwithin = "name"\n[result.z]\nis = "x.place"'
    ),
    listed('[result.r]\nfor_each = "bids"\n⟦⟧⟦or name fields: columns = ["…"]⟧⟦columns = ["marks"]\n⟧'),
    Case(
        {
            "rules/book/book.toml": RULES
            + '[fact.bids]\n⟦⟧⟦add key = "who" to the [fact] of the list⟧⟦key = "who"\n⟧list = { who = { kind = "text" }, marks = { kind = "number" } }\n[result.r]\nfor_each = "bids"\ncolumns = ["marks"]\n'
        },
        ("check", "rules/book/", "--format", "json"),
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = ["price", "marks"]\nleave_out = { first = 1 }\nties = "listed"\n[result.q]\nis = "sum(best, price)"\n'
        '[result.r]\nis = "sum(⟦bids, price, weight = marks, drop_lowest = 1⟧'
        '⟦take a [list.NAME] whose order has a further key, with leave_out or keep⟧⟦best, price, weight = marks⟧)"\n'
    ),
    listed('[result.r]\nis = "sum(bids, marks, drop_lowest = ⟦-1⟧⟦such as 1⟧⟦1⟧)"\n'),
    listed('[result.r]\nis = "sum(bids, marks, drop_lowest = 1⟦, keep_highest = 1⟧⟦say one of the two⟧⟦⟧)"\n'),
]
