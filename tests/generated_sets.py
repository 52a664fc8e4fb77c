"""Made-up rulebooks over lists of records: columns of every way of writing, lists made from lists, places; and projects for them.

Everything is made from its numbers alone. Where an order leaves something to how records are listed, their name is its
last key, so that the order in which they are reported changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

Data = dict[str, Any]
GROUPS = ("east", "west", "north")
FIELDS: Data = {
    "name": {"kind": "text"},
    "group": {"options": list(GROUPS)},
    "score": {"kind": "number"},
    "cost": {"unit": "元"},
    "good": {"kind": "yes_no"},
    "day": {"kind": "date"},
}
TIES = ("shared", "dense", "last", "told")


def rulebook(seed: int) -> Data:
    """A rulebook of results over one reported list."""
    return _Maker(Random(f"rulebook {seed}")).rulebook()


def project(seed: int, number: int, most: int = 7) -> Data:
    """A project with up to so many records, some of their fields missing."""
    random = Random(f"project {seed} {number}")
    incomplete = random.random() < 0.3
    records = []
    for at in range(random.choice([0, 1, 2, 3, 5, most])):
        record: Data = {
            "name": f"{'cab'[at % 3]}{at}",
            "group": random.choice(GROUPS),
            "score": random.choice([0, 1, 2, 3, 3, 5]),
            "cost": f"{random.choice([10, 20, 20, 35])} 元",
            "good": random.random() < 0.6,
            "day": f"2024-0{random.randint(1, 9)}-1{random.randint(0, 3)}",
        }
        gone = (
            random.choice(["group", "score", "cost", "good", "day"]) if incomplete and random.random() < 0.3 else None
        )
        records.append({key: value for key, value in record.items() if key != gone})
    random.shuffle(records)
    facts: Data = {"people": records}
    if random.random() < 0.9:
        facts["limit"] = f"{random.choice([15, 25])} 元"
    return {"format": 1, "project": f"{seed}.{number}", "rules": "sets", "facts": facts}


def listed_otherwise(data: Data, seed: int) -> Data:
    """The same project with its records in another order."""
    records = list(data["facts"]["people"])
    Random(f"order {seed}").shuffle(records)
    return {**data, "facts": {**data["facts"], "people": records}}


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.columns: dict[str, Data] = {"people": {}}
        self.lists: Data = {}
        self.values: Data = {}
        self.numbers: dict[str, list[str]] = {"people": ["score", "cost / 1 元"]}  # formulas of a record, by list
        self.truths: dict[str, list[str]] = {"people": ["good", "score > 2", "cost <= limit", "day < 2024-05-01"]}

    def rulebook(self) -> Data:
        for number in range(self.random.randint(3, 7)):
            what = self.random.choice(["column", "column", "column", "list", "place", "place", "value"])
            of = self.random.choice(list(self.columns))
            getattr(self, f"add_{what}")(f"{what[0]}{number}", of)
        results = {f"r{number}": one for number, one in enumerate(self.results())}
        book: Data = {
            "format": 1,
            "rulebook": {"name": "sets"},
            "fact": {"people": {"key": "name", "list": FIELDS}, "limit": {"unit": "元"}},
            "value": self.values,
            "column": {of: columns for of, columns in self.columns.items() if columns},
            "list": self.lists,
            "result": results,
        }
        return {key: value for key, value in book.items() if value}

    # ------------------------------------------------------------------ parts

    def number(self, of: str) -> str:
        return self.random.choice(self.numbers[of])

    def truth(self, of: str) -> str:
        return self.random.choice(self.truths[of])

    def add_value(self, name: str, of: str) -> None:
        """A value that reads a list, and so what the columns that read it rest on."""
        how = self.random.choice(["mean", "max", "min", "sum", "median"])
        self.values[name] = {"is": f"{how}({of}, {self.number(of)})", "missing": "zero"}
        for numbers in self.numbers.values():
            numbers.append(f"({self.number(of) if numbers is self.numbers[of] else 'score'} - {name})")

    def add_column(self, name: str, of: str) -> None:
        number, other = self.number(of), self.number(of)
        column: Data = self.random.choice(
            [
                {"is": f"{number} + 2 * {other}"},
                {"is": f"if {self.truth(of)} then {number} else {other}"},
                {"is": f"count({of}, {self.number(of)} > own.score)"},
                {"is": self.again(of)},
                {"by": number, "rows": [[">= 3", 10], [">= 1", f"it * {other}"], ["else", 0]]},
                {"by": number, "rows": [["> 2", 2], ["> 0", 1]], "hit": "sum", "otherwise": 7},
                {"rows": [[self.truth(of), number], ["else", other]]},
                {"by": ["group", number], "rows": [["east", "> 1", 4], [["west", "north"], "-", 2]], "otherwise": 1},
                {"by": number, "lines": [[-1000, 0, 0, 0], [0, 1000, 0, 100]]},
                {"of": [[number, 2], [other, 1]], "combine": self.random.choice(["sum", "mean", "min", "max"])[:4],
                 "each": "it + 1"},
                {"by": number, "gives": {"part": "number", "share": "share"},
                 "rows": [[">= 3", 3, "100%"], ["else", f"{other}", "50%"]]},
                {"is": "cost * 2", "unit": "元"},
            ]
        )  # fmt: skip
        if column.get("combine") in ("min", "max"):
            column["of"] = [number, other]
        several = "gives" in column
        if not several:
            column |= self.random.choice([{}, {}, {"round": {"decimals": self.random.randint(0, 1)}}])
            column |= self.random.choice([{}, {}, {"when": self.truth(of)}])
            if "unit" not in column:
                column |= self.random.choice([{}, {}, {"between": [0, 9]}])
                column |= self.random.choice([{}, {}, {"missing": {"value": 1}}, {"missing": "zero"}])
        self.columns[of][name] = column
        read = f"{name}.part" if several else f"{name} / 1 元" if "unit" in column else name
        self._offer(of, number=read, truth=f"{read} > 1")

    def add_place(self, name: str, of: str) -> None:
        ties = self.random.choice(TIES)
        keys = [self.random.choice(["", "-"]) + key for key in self._keys(of)]
        place: Data = {"place": [*keys, "name"] if ties == "told" else keys, "ties": ties}
        if self.random.random() < 0.3:
            place["place"], place["ties"] = keys[0], self.random.choice(TIES[:3])
        if self.random.random() < 0.4:
            place["within"] = self.random.choice(["group", "good"])
        if self.random.random() < 0.4:
            place["among"] = self.truth(of)
        self.columns[of][name] = place
        self._offer(of, number=f"{name}.place", truth=f"{name}.share <= 50%")

    def _keys(self, of: str) -> list[str]:
        names = [one for one in self.numbers[of] if one.replace(".", "").isidentifier()]
        return self.random.sample([*names, "day", "cost", "group"], self.random.randint(1, 2))

    def add_list(self, name: str, of: str) -> None:
        made: Data = {"from": of}
        if self.random.random() < 0.6:
            made["where"] = self.truth(of)
        way = self.random.choice(["none", "leave_out", "keep", "ratio"])
        if way == "ratio":
            made |= {
                "ratio": {"of": "score + 1", "to": "score + 3"},
                "leave_out": self.random.choice([1, "count(people) / 3 - count(people) / 3 + 1"]),
            }
        elif way != "none":
            made["order"] = [*(self.random.choice(["", "-"]) + key for key in self._keys(of)), "name"]
            ends = {"first": self.random.choice([1, 2, f"if count({of}) > 3 then 2 else 0"])}
            if way == "leave_out" and self.random.random() < 0.5:
                ends = {**ends, "last": 1}
            elif self.random.random() < 0.5:
                ends = {"last": ends["first"]}
            made[way] = ends
            made |= self.random.choice([{}, {"ties": "told"}])
        if way in ("leave_out", "ratio") and self.random.random() < 0.4:
            made["never"] = self.truth(of)
        if self.random.random() < 0.3:
            fields = {"name": "~", "group": "east", "score": 1, "cost": "20 元", "good": True, "day": "2024-03-01"}
            made["fill"] = {"to": self.random.choice([2, 4]), "with": fields}
        self.lists[name] = made
        self.columns[name] = {}
        self.numbers[name], self.truths[name] = list(self.numbers[of]), list(self.truths[of])

    def said(self, of: str) -> str:
        """An aggregate with what is said by name; nothing that depends on how records are listed."""
        how = self.random.choice(["sum", "mean", "median", "min", "max"])
        said = self.random.choice(["", f", where = {self.truth(of)}", ", where = known(score) and known(cost)"])
        more = ["", f", {self.random.choice(['drop', 'keep'])}_{self.random.choice(['lowest', 'highest'])} = 1",
                ", drop_lowest = 1, drop_highest = if good_ones > 2 then 2 else 1"]  # fmt: skip
        if how in ("sum", "mean"):
            more.append(", weight = score + 1")
        if self.random.random() < 0.2:
            return f"sum({of}, 1, distinct = {self.random.choice(['group', 'good', 'name'])}{said})"
        said += self.random.choice(more) + self.random.choice(["", ", else = 3"])
        return f"{how}({of}, {self.number(of)}{said})".replace("good_ones", f"count({of}, good)")

    def again(self, of: str) -> str:
        """A list within itself: others of the same group, of less, of the same name."""
        number = self.number(of)
        return self.random.choice(
            [
                f"mean({of}, {number}, where = group == own.group)",
                f"count({of}, group == own.group and {number} > 1)",
                f"count({of}, where = score >= own.score)",
                f"sum({of}, {number}, where = score < own.score and own.good == good, else = 0)",
                f"max({of}, if name != own.name then {number} else 0)",
            ]
        )

    def _offer(self, of: str, number: str, truth: str) -> None:
        """What was made is read by later columns of the list, and of lists that are made from it."""
        for each in self.columns:
            if each == of or of in self._made_from(each):
                self.numbers[each].append(number)
                self.truths[each].append(truth)

    def _made_from(self, of: str) -> Iterator[str]:
        while of in self.lists:
            of = self.lists[of]["from"]
            yield of

    def results(self) -> Iterator[Data]:
        for of in self.columns:
            for how in self.random.sample(["sum", "mean", "median", "min", "max"], 2):
                yield {"is": f"{how}({of}, {self.number(of)})", "round": {"decimals": 6}}
            yield {"is": f"count({of}, {self.truth(of)})"}
            yield {"is": self.said(of), "round": {"decimals": 6}}
            yield {"is": f"sum({of}, {self.number(of)} - {self.again(of)})", "round": {"decimals": 6}}
            if "order" in self.lists.get(of, {}):
                which = self.random.choice([f"first({of}", f"last({of}", f"nth({of}, {self.random.randint(1, 3)}"])
                where = self.random.choice(["", f", where = {self.truth(of)}"])
                yield {"is": f"{which}, {self.number(of)}{where}, else = -1)", "round": {"decimals": 6}}
        for of, columns in self.columns.items():
            for name, column in columns.items():
                part = ".place" if "place" in column else ".part" if "gives" in column else ""
                unit = " / 1 元" if "unit" in column else ""
                yield {"is": f"sum({of}, {name}{part}{unit} * score)", "round": {"decimals": 6}}
            known = [name for each in (of, *self._made_from(of)) for name in self.columns[each]]
            named = self.random.sample(["score", "cost", *dict.fromkeys(known)], self.random.randint(1, 2))
            for_each: Data = {"for_each": of} | ({} if known and self.random.random() < 0.5 else {"columns": named})
            yield for_each | self.random.choice([{}, {"optional": True}])


def entries(books: Sequence[Data]) -> Iterator[tuple[str, Data]]:
    """Every fact, list and column of rulebooks, with the name of its section."""
    for book in books:
        yield from (("fact", one) for one in book["fact"].values() if isinstance(one, dict))
        yield from (("list", one) for one in book.get("list", {}).values())
        yield from (("column", one) for columns in book.get("column", {}).values() for one in columns.values())
