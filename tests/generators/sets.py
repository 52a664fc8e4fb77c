"""Made-up rulebooks over lists of records: columns of every way of writing, lists made from lists, places; and projects for them.

Everything is made from its numbers alone. Where an order leaves something to how records are listed, their name is its
last key, so that the order in which they are reported changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def indicator_set(seed: int) -> Data:
    """A set that has a list and columns of its own over that rulebook, and results of them."""
    maker = _Maker(Random(f"rulebook {seed}"))
    maker.rulebook()
    return maker.indicator_set()


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
    own: Data = {}
    if random.random() < 0.1:
        own = {"list": {"mine": {"from": "people", "where": "good"}}, "column": {"mine": {"more": {"is": "score + 1"}}}}
    return {"format": 1, "project": f"{seed}.{number}", "rules": "sets", "facts": facts, **own}


def is_by_listing(book: Data) -> bool:
    """Whether it is said that the order in which records are listed decides between some that are alike."""
    lists = any("ratio" in made for made in book.get("list", {}).values())
    columns = (column for columns in book.get("column", {}).values() for column in columns.values())
    return lists or any(column.get("ties") == "listed" for column in columns)


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
            "basis": {"law": {"title": "办法"}},
            "result": results,
        }
        return {key: value for key, value in book.items() if value}

    def indicator_set(self) -> Data:
        """After the rulebook: what a set has beyond it."""
        of = self.random.choice(list(self.columns))
        self.add_list("of_set", of)
        getattr(self, self.random.choice(["add_column", "add_place"]))("c_of_set", "of_set")
        self.add_column("d_of_set", of)
        own = {
            "v_of_set": {"is": f"sum(of_set, {self.number('of_set')})", "result": True},
            "w_of_set": {"is": f"max({of}, {self.numbers[of][-1]})", "result": True},
        }
        return {
            "format": 1,
            "indicator_set": {"name": "set", "rules": "sets"},
            "list": {"of_set": self.lists["of_set"]},
            "column": {"of_set": self.columns["of_set"], of: {"d_of_set": self.columns[of]["d_of_set"]}},
            "value": {name: {**one, "round": {"decimals": 6}} for name, one in own.items()},
        }

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
        column, read = self.random.choice([self.formula, self.table, self.hit, self.members, self.wordy])(name, of)
        if read == name:  # a number
            column |= self.random.choice([{}, {}, {"round": {"decimals": self.random.randint(0, 1)}}])
            column |= self.random.choice([{}, {}, {"between": [0, 9]}])
            column |= self.random.choice(
                [{}, {}, {"missing": {"value": 1}}, {"missing": "zero"}, {"missing": "not_scorable"}]
            )
        if "gives" not in column:
            column |= self.random.choice([{}, {}, {"when": self.truth(of)}])
        self.columns[of][name] = self.remarked(column)
        self._offer(of, number=read, truth=f"{read} > 1")

    def formula(self, name: str, of: str) -> tuple[Data, str]:
        """A column by a formula or lines, and how it is read as a number."""
        number, other = self.number(of), self.number(of)
        return self.random.choice(
            [
                ({"is": f"{number} + 2 * {other}"}, name),
                ({"is": f"if {self.truth(of)} then {number} else {other}"}, name),
                ({"is": f"count({of}, {self.number(of)} > own.score)"}, name),
                ({"is": f"sum({of}, {number}, where = group == own.group, else = 0)"}, name),
                ({"is": self.again(of)}, name),
                ({"is": True}, f"(if {name} then 1 else 0)"),
                ({"is": "cost * 2", "unit": "元"}, f"{name} / 1 元"),
                ({"by": number, "lines": [[-1000, 0, 0, 0], [0, 1000, 0, 100]]}, name),
            ]
        )

    def table(self, name: str, of: str) -> tuple[Data, str]:
        number, other = self.number(of), self.number(of)
        low = {"id": "low", "row": ["else", 0]}
        return self.random.choice(
            [
                ({"by": number, "rows": [[">= 3", 10], [">= 1", f"it * {other}"], ["else", 0]]}, name),
                ({"by": number, "rows": [[">= 3", 10], low], "missing": {"row": "low"}}, name),
                ({"rows": [[self.truth(of), number], ["else", other]]}, name),
                ({"by": ["group", number], "rows": [["east", "> 1", 4], [["west", "north"], "-", 2]], "otherwise": 1}, name),
                ({"by": ["group", number], "across": ["> 1", "-"], "rows": [["east", 4, other], ["-", 2, 1]]}, name),
                ({"by": number, "gives": {"part": "number", "share": "share"},
                  "rows": [[">= 3", 3, "100%"], ["else", other, "50%"]]}, f"{name}.part"),
            ]
        )  # fmt: skip

    def hit(self, name: str, of: str) -> tuple[Data, str]:
        """A table by one of the policies."""
        hit = self.random.choice(["first", "unique", "any", "sum", "min", "max", "count"])
        rows: list[list[Any]] = [["> 2", 2], ["> 0", 2 if hit == "any" else 1]]
        if hit == "unique":
            rows = [["> 2", 2], ["<= 2", 1]]
        column = {"by": self.number(of), "rows": rows, "hit": hit}
        return (column if hit in ("unique", "count") else {**column, "otherwise": 7}), name

    def members(self, name: str, of: str) -> tuple[Data, str]:
        """A column by members."""
        how = self.random.choice(["sum", "mean", "median", "min", "max", "count", "product", "geomean"])
        weighed = how in ("sum", "mean")
        number, other = (
            (f"abs({self.number(of)}) + 1" for _ in range(2))
            if how == "geomean"
            else (self.number(of), self.number(of))
        )
        column: Data = {"of": [[number, 2], [other, 1]] if weighed else [number, other], "combine": how}
        if how in ("median", "geomean"):
            column["each"] = "it + 1"
        return {
            **column,
            **self.random.choice([{}, {"missing": "leave_out"}]),
        }, f"floor({name})" if how == "geomean" else name

    def wordy(self, name: str, of: str) -> tuple[Data, str]:
        """A table that gives one of some texts, or a list of them."""
        hit = self.random.choice(["priority", "all", "all_by_output"])
        column: Data = {
            "by": self.number(of),
            "gives": ["low", "high"],
            "hit": hit,
            "rows": [["> 0", "low"], ["> 2", "high"]],
        }
        if hit == "priority":
            return {**column, "otherwise": "low"}, f"(if {name} == 'low' then 1 else 3)"
        return column, f"count({name}, it == 'high')"

    def remarked(self, written: Data) -> Data:
        """The same with what is for readers alone."""
        if self.random.random() < 0.7:
            return written
        remarks = {
            "label": self.random.choice(["甲", {"zh": "甲", "en": "A"}]),
            "note": "…",
            "basis": "law",
            "allow": {"row-gap": "…"},
        }
        return {**written, **dict(self.random.sample(sorted(remarks.items(), key=lambda one: one[0]), 2))}

    def add_place(self, name: str, of: str) -> None:
        ties = self.random.choice(TIES)
        if self.random.random() < 0.05:
            ties = "listed"
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
            made |= self.random.choice([{}, {"ties": "told"}, {"ties": "listed"}])
        if way in ("leave_out", "ratio") and self.random.random() < 0.4:
            made["never"] = self.truth(of)
        if self.random.random() < 0.3:
            fields = {"group": "east", "score": 1, "cost": "20 元", "good": True, "day": "2024-03-01"}
            made["fill"] = {"to": self.random.choice([2, 4]), "with": fields}
        self.lists[name] = self.remarked(made)
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
        for of, columns in self.columns.items():
            if columns:
                named = [*self.random.sample(list(columns), 1), "score"]
                optional = self.random.choice([{}, {"optional": True}])
                yield {"for_each": of, **self.random.choice([{}, {"columns": named}]), **optional}
            for how in self.random.sample(["sum", "mean", "median", "min", "max"], 2):
                yield {"is": f"{how}({of}, {self.number(of)})", "round": {"decimals": 6}}
            yield {"is": f"count({of}, {self.truth(of)})"}
        for of, numbers in self.numbers.items():
            for number in numbers[2:]:
                yield {"is": f"sum({of}, {number} * score)", "round": {"decimals": 6}}
