"""What a number in a sentence is counted in: a measure word, a unit of the rulebook, one over another (`元/粒`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from scoring.values.units import Units

# Measure words of reports beside the shipped units; what a report counts in is no closed list.
_MORE = """
    位 列 斤 平米 方 株次 台次 户 处 场次 人户 棚 棵 餐 顿 集 首 通 匹 捆 盆 树 坛 栋 版 刊 面 环 幕 条次 例次
    项次 张次 册次 份次 辆次 岁 分钟 小时 周 季度 个季度 个工作日 工作日 学分 票 席 师 次数 亩次 万元 亿元 千元
    角 欧元 港元 名额 例 宗 起 单 笔 度 岗 套件 余亩 村 镇 乡 县 区 园 校 馆 店 厂 站 中心 工程 案 成 ha 户次 人日
    工日 台时 吨公里 车公里 公里 亩 平方公里 头次 羽 立方 方量 标准立方米 个等级 个档次 PB
"""
# Units that are mostly something else in a sentence (15个村: the measure word is 个), or a part of a date.
_LEFT_OUT = {
    "个村",
    "村次",
    "生",
    "星",
    "线",
    "路",
    "度",
    "季",
    "门",
    "点位",
    "字",
    "单位",
    "机构",
    "场所",
    "学校",
    "企业",
}
# A measure word is none where it begins one of these.
_BEGINS = {
    "部": "门分署队", "处": "理于置罚室分", "位": "于置居列", "组": "织成建长", "层": "面次级", "对": "于象应口比接", "面": "积向对临貌",
    "项": "目", "期": "间限末内中初", "支": "出付持撑部", "场": "所地景合", "门": "诊店类", "家": "庭长属里", "户": "均籍口", "名": "称录单义",
    "批": "复准示评", "道": "路", "间": "接隔", "条": "件例款", "次": "年月日", "分": "别析配类布管级工为成之", "节": "约能点省", "片": "区面",
    "种": "植类养", "类": "别型似", "例": "如", "单": "位价项个独", "课": "程题", "点": "评", "站": "点台", "周": "边转年", "班": "子级",
    "环": "境节保", "人": "民均员才力物", "年": "度初末底均来", "月": "度底末初份均", "日": "常期前", "天": "然气", "元": "旦",
    "方": "面式案法便向", "成": "立为果效本功", "集": "中合体", "通": "过", "区": "域分", "县": "级", "村": "民级委", "镇": "级",
    "乡": "村镇级", "校": "园", "中心": "组", "工程": "师", "起": "到来", "案": "件例", "包": "括含", "车": "间辆", "套": "餐",
    "本": "级年次项", "头": "部", "张": "贴", "把": "握", "根": "据", "座": "谈", "封": "闭", "盘": "活", "轮": "换岗", "笔": "试",
}  # fmt: skip
_SPOKEN = "年 月 日 级 分 点 季 面 方 块 成 届 章 节 层 段 站 路 线 度 校 区 县 村 乡 镇 园 店 馆 厂 步 周 师 类 种 门 例 间 头 边 手 脚"
ONLY_DIGITS = frozenset(_SPOKEN.split())
"""Measure words that are no figure with a number in characters: 三级, 两地, 四季."""
OF_MANY = re.compile("(?P<unit>[路线门])")  # 3路 is a bus, 2.6万路 are counted
MONEY = re.compile(r"[十百千]?[万亿]?元")


def measure_pattern(units: Units) -> re.Pattern[str]:
    """What finds the measure word or unit that a text begins with: the longest, and one over another."""
    return _pattern(frozenset(units.names))


@lru_cache(8)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    words = ({name for name in names if not name.isascii()} | set(_MORE.split())) - _LEFT_OUT
    ascii_words = {
        name
        for name in names
        if name.isascii() and name not in ("", "times", "cases", "item", "items", "point", "points")
    }
    one = f"(?:{_any(words)}|(?:{_any(ascii_words - {'%'}, plain=True)})(?![A-Za-z])|%)"
    return re.compile(f" {{0,3}}(?P<unit>{one}(?:次(?![年月日数级序]))?(?:/{one})?)")


def _any(words: Iterable[str], plain: bool = False) -> str:
    alternatives = []
    for word in sorted(words, key=lambda each: (-len(each), each)):
        after = "" if plain else _BEGINS.get(word, "")
        alternatives.append(re.escape(word) + (f"(?![{after}])" if after else ""))
    return "|".join(alternatives) or "(?!)"
