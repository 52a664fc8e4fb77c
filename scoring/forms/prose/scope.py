"""Of which place and time a figure tells, as the words before it in its sentence say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scoring.forms.prose.names import bare, essence

_PLACE = re.compile(
    r"第?[一二三四1-4]季度|[上下]半年|第[一二三四五六七八九十0-9]+[批次期轮]|首批|[一二三四五六七八九十0-9]{1,3}(?:月份?|标段)|(?:去年|上年|前年)以来|近[一二两三四五0-9]+年"
    r"|(?:(?<=[，。；：、（在对于为向由和及\n])|^)(?![在对于为向由和及全各我如推将])[一-鿿]{1,3}(?:镇|(?<![下返回])乡|街道|社区|村|小学|中学|县|区|市|分局|片区|标段)(?![级镇民委干部庄道内口里])|[甲乙丙丁](?=[县乡镇村区组类])|省级|市级|县级|中央|区级|乡级|镇级"
)
_WHOLE = {"全县", "全市", "全区", "我县", "我市", "我区", "各县", "各乡", "各村"}
_PERIOD = re.compile("以来|近.+年")
_YEAR = re.compile(
    r"(?P<compared>比|较|与|同|超|截[至止]|到)?(?P<year>(?:19|20)[0-9]{2}) ?(?:[-~至到] ?(?:19|20)?[0-9]{2} ?)?年|(?P<now>今年|当年|本年)"
)
_CUMULATED = re.compile("累计|历年|以来|至今|开工")


@dataclass(frozen=True, slots=True)
class Scope:
    """Places and parts of a year, the year, and whether it is counted from some earlier day; empty where no words say so."""

    places: frozenset[str] = frozenset()
    year: str | None = None
    cumulated: bool = False

    def same_place(self, other: Scope) -> bool:
        mine, its = ({word for word in each.places if not _PERIOD.search(word)} for each in (self, other))
        return mine == its

    def same_year(self, other: Scope, period: str | None) -> bool:
        """Whether both may tell of one year, where what names none tells of the report's."""
        return (self.year or period) == (other.year or period)

    @property
    def since(self) -> bool:
        """Whether it is counted since some earlier day, or over several years."""
        return any(_PERIOD.search(word) for word in self.places)

    @property
    def whole(self) -> bool:
        """Whether no place and no part of a year is named: what a total tells."""
        return not self.places


def scope_of(lead: str, clause: str) -> Scope:
    """The scope of a figure: `lead` is its sentence before it, `clause` the words right before it; 硬化村道 names no village."""
    places = frozenset(one for one in _PLACE.findall(lead) if one not in _WHOLE and essence(one) == one == bare(one))
    year = None
    for found in _YEAR.finditer(lead):
        if not found["compared"]:
            year = found["year"]
    return Scope(places, year, _CUMULATED.search(clause) is not None)
