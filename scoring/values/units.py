"""Units, what they measure and how they convert: 万元 is 10,000 元, 人次 is nothing but itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property

from scoring.values.characters import plain

Dimension = tuple[tuple[str, int], ...]
"""Base units with exponents, sorted by name: 万元/人 is (("人", -1), ("元", 1)). Shares and bare numbers: ()."""

DIMENSIONLESS: Dimension = ()


def times(a: Dimension, b: Dimension) -> Dimension:
    """The dimension of a product."""
    exponents = dict(a)
    for base, exponent in b:
        exponents[base] = exponents.get(base, 0) + exponent
    return tuple(sorted((base, exponent) for base, exponent in exponents.items() if exponent))


def power(a: Dimension, exponent: int) -> Dimension:
    return tuple((base, each * exponent) for base, each in a) if exponent else DIMENSIONLESS


def over(a: Dimension, b: Dimension) -> Dimension:
    """The dimension of a quotient."""
    return times(a, power(b, -1))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit people write: `factor` of the dimension's base unit (万元: 10000; %: 1/100)."""

    name: str
    dimension: Dimension
    factor: Fraction


@dataclass(frozen=True)
class Units:
    """The units that a rulebook may use: the shipped ones and those it declares."""

    by_name: Mapping[str, Unit] = field(repr=False)

    @staticmethod
    def standard() -> Units:
        """The shipped units: money, time, length, area, weight, shares, common measure words."""
        return _standard()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.by_name)

    def get(self, name: str) -> Unit | None:
        """The unit of that name; `万人次` is a multiple of one, `元/人·月` and `元/人/月` are made of three."""
        if len(name) > LONGEST_NAME:
            return None
        if (known := self.by_name.get(name) or self._by_plain_name.get(plain(name))) is not None:
            return known
        first, *below = (self._product(part) for part in name.split("/"))
        if first is None:
            return None
        dimension, factor = first.dimension, first.factor
        for unit in below:
            if unit is None:
                return None
            dimension, factor = over(dimension, unit.dimension), factor / unit.factor
        return Unit(name, dimension, factor)

    def _product(self, name: str) -> Unit | None:
        """A unit, a multiple of one, or several joined by a dot."""
        dimension, factor = DIMENSIONLESS, Fraction(1)
        for part in re.split("[·•.*]", name):
            unit = self._single(part.strip())
            if unit is None:
                return None
            dimension, factor = times(dimension, unit.dimension), factor * unit.factor
        return Unit(name, dimension, factor)

    def _single(self, name: str) -> Unit | None:
        if (known := self.by_name.get(name) or self._by_plain_name.get(plain(name))) is not None:
            return known
        if name in NO_MULTIPLES:
            return None
        for word, multiple in MULTIPLES.items():
            unit = self.by_name.get(name.removeprefix(word)) if name.startswith(word) else None
            if unit is not None and unit.dimension:
                return Unit(name, unit.dimension, unit.factor * multiple)
        return None

    def near(self, name: str) -> str | None:
        """The known name most like one that is not known."""
        import difflib  # slow to load, and needed for mistakes alone

        # half of a word of two characters may be wrong, but not of a longer one
        cutoff = 0.5 if len(name) <= 3 else 0.7
        found = difflib.get_close_matches(name[:40], self.by_name, n=1, cutoff=cutoff)
        return found[0] if found else None

    def with_unit(self, name: str, unit: Unit) -> Units:
        """These units and one more, or one that replaces another of its name."""
        return Units({**self.by_name, name: Unit(name, unit.dimension, unit.factor)})

    def converts(self, dimension: Dimension) -> bool:
        """Whether a bare number of this dimension is ambiguous: 元 and 万元 are both known.

        Also for 元/人, since 元 converts; never for bare numbers and shares.
        """
        if not dimension:
            return False
        return len(self._factors.get(dimension, ())) > 1 or any(
            len(self._factors.get(((base, 1),), ())) > 1 for base, _ in dimension
        )

    def of_dimension(self, dimension: Dimension) -> tuple[str, ...]:
        """The names of the units that measure this, in the order in which they were declared."""
        return tuple(name for name, unit in self.by_name.items() if unit.dimension == dimension)

    @cached_property
    def _by_plain_name(self) -> dict[str, Unit]:
        """What is written in full-width brackets, and other spellings of a share."""
        spelt = {plain(name): unit for name, unit in self.by_name.items() if not name.isascii()}
        return spelt | {name: self.by_name[meant] for name, meant in SPELLINGS.items() if meant in self.by_name}

    @cached_property
    def _factors(self) -> dict[Dimension, frozenset[Fraction]]:
        found: dict[Dimension, set[Fraction]] = {}
        for unit in self.by_name.values():
            found.setdefault(unit.dimension, set()).add(unit.factor)
        return {dimension: frozenset(factors) for dimension, factors in found.items()}


# One line a dimension: base unit, its exponent, and each name with its factor. Months and years are no
# fixed number of days, so they convert to nothing; neither do weeks, or a bare 30 beside days would be ambiguous.
# Nor do the sizes of data, of which 1000 and 1024 are both meant. 百分点 is no %: 3 百分点 more is not 3% more.
CONVERTING: tuple[tuple[str, int, str], ...] = (
    ("元", 1, "元=1 万元=10000 亿元=100000000 千元=1000 百万元=1000000 千万元=10000000 yuan=1"),
    ("天", 1, "天=1 日=1 day=1 days=1"),
    ("工作日", 1, "工作日=1"),
    ("小时", 1, "小时=1 分钟=1/60 秒=1/3600 hour=1 hours=1 minutes=1/60 h=1"),
    ("月", 1, "月=1 个月=1 month=1 months=1"),
    ("年", 1, "年=1 year=1 years=1"),
    ("米", 1, "米=1 公里=1000 千米=1000 里=500 厘米=1/100 毫米=1/1000 m=1 km=1000 cm=1/100 mm=1/1000"),
    (
        "米",
        2,
        "平方米=1 亩=2000/3 公顷=10000 平方公里=1000000 平方千米=1000000 ㎡=1 m²=1 m2=1 km²=1000000 km2=1000000 ㎢=1000000",
    ),
    ("米", 3, "立方米=1 立方=1 升=1/1000 毫升=1/1000000 m³=1 m3=1 ㎥=1 L=1/1000 mL=1/1000000"),
    (
        "公斤",
        1,
        "公斤=1 千克=1 吨=1000 克=1/1000 毫克=1/1000000 微克=1/1000000000 斤=1/2 kg=1 t=1000 g=1/1000 mg=1/1000000 μg=1/1000000000",
    ),
    ("千瓦", 1, "千瓦=1 kW=1 兆瓦=1000 MW=1000"),
    ("千瓦时", 1, "千瓦时=1 kWh=1"),
    ("℃", 1, "℃=1 °C=1 摄氏度=1"),
    ("百分点", 1, "百分点=1 个百分点=1"),
    ("TB", 1, "TB=1"),
    ("GB", 1, "GB=1"),
    ("MB", 1, "MB=1"),
    ("人", 1, "人=1 person=1 persons=1 people=1"),
    ("分", 1, "分=1 point=1 points=1"),
    ("项", 1, "项=1 item=1 items=1"),
)

MEASURE_WORDS = """
    人次 人日 名 个 件 次 份 户 家 期 篇 场 本 套 台 册 枚 处 条 村 个村 乡镇 所 项次 课 课时 学时 门 门次 座 辆 张 幅 部 块 片 株 棵
    头 只 盏 根 支 把 间 栋 幢 层 组 对 批 批次 轮 届 班 节 例 宗 起 笔 单 封 页 字 卷 盒 箱 袋 瓶 床 床位 岗 岗位 村次 户次 家次
    场次 车次 班次 座次 台次 件次 人天 标段 平台 站 点 点位 井 眼 口 美元 times cases
    种 类 级 度 倍 周 季 季度 颗 粒 尾 具 艘 架 道 樘 方 副 双 孔 路 段 桶 罐 包 车 趟 剂 剂次 针次 人份 帧 线 桩 杆 面 盘 顶 床日 人月 人年
    台套 台班 件套 套次 辆次 船次 航次 课次 家庭 学校 企业 社区 村（社区） 单位 机构 场所 行政村 自然村 村民小组 县 市 镇 街道 生 名次 星
    分贝 dB 兆帕 MPa 端口 节点 核
"""
MULTIPLES = {"十万": 10**5, "百万": 10**6, "千万": 10**7, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12, "亿": 10**8, "万": 10**4, "千": 1000, "百": 100}  # fmt: skip
"""Words before a unit, longer ones first; a share has no multiples."""
NO_MULTIPLES = frozenset(("百分", "千分", "百度"))
"""Words that begin like a multiple and are none: half a share, and a name."""
SPELLINGS = {"百分比": "%", "%(百分比)": "%", "百分比(%)": "%", "千分比": "‰"}
LONGEST_NAME = 60


@cache
def _standard() -> Units:
    shipped = {name: Unit(name, DIMENSIONLESS, Fraction(1, part)) for name, part in (("%", 100), ("‰", 1000))}
    for base, exponent, names in CONVERTING:
        for written in names.split():
            name, _, factor = written.partition("=")
            shipped[name] = Unit(name, ((base, exponent),), Fraction(factor))
    for word in MEASURE_WORDS.split():
        shipped[word] = Unit(word, ((word, 1),), Fraction(1))
    return Units(shipped)
