"""What a made-up form says: names, amounts, goals and rows of indicators, drawn at random."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PLACES = "甲乙丙丁戊己庚辛"
THINGS = ("水渠", "道路", "培训", "宣传", "图书", "树苗", "设备", "路灯", "桥梁", "药品")
UNITS = ("座", "公里", "人次", "场", "册", "株", "台", "盏", "%", "万元")
LEVELS = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
PARTS = ("当年财政拨款", "上年结转资金", "其他资金", "单位资金", "省级财政资金")


@dataclass(frozen=True)
class MadeRow:
    level1: str
    level2: str
    label: str
    sign: str | None
    target: str
    unit: str | None
    actual: str
    weight: str
    claimed: str
    why: str | None


@dataclass
class Content:
    """What a form says."""

    head: dict[str, str]
    money: str
    funds: dict[str, dict[str, str]]
    goals: dict[str, str]
    rows: list[MadeRow]
    group_points: dict[str, str]
    total: tuple[str, str]
    note: str


def content(random: Random) -> Content:
    """One project with its funds and indicators."""
    county = random.choice(PLACES)
    head = {
        "project": f"{county}县{random.choice(THINGS)}建设项目{random.randrange(1, 999)}",
        "department": f"{county}县示例局",
        "unit": f"{county}县示例中心{random.randrange(9)}",
        "period": str(random.randrange(2019, 2026)),
    }
    if random.random() < 0.4:
        head["code"] = f"5100{random.randrange(10**8):08}"
    rows: list[MadeRow] = []
    points: dict[str, str] = {}
    for level1, deeper in LEVELS:
        points[level1] = str(random.randrange(10, 60))
        for level2 in random.sample(deeper, random.randrange(1, len(deeper) + 1)):
            rows += [_row(random, level1, level2, len(rows)) for _ in range(random.choice((1, 1, 2, 3)))]
    parts = random.sample(PARTS, random.randrange(0, 4))
    roles = ["budget_adjusted", "executed", *random.sample(("budget_initial", "arrived"), random.randrange(0, 3))]
    funds = {part: {role: _amount(random) for role in roles} for part in ("total", *parts)}
    funds["total"]["rate"] = f"{random.randrange(5000, 10000) / 100:.2f}"
    if random.random() < 0.7:
        funds["total"] |= {"rate_weight": "10", "rate_claimed": f"{random.randrange(100) / 10:.1f}"}
    goals = {"expected": f"建成{random.choice(THINGS)}，服务群众。", "reached": "已按计划完成。"}
    return Content(
        head,
        random.choice(("万元", "元")),
        funds,
        goals,
        rows,
        points,
        (str(random.randrange(80, 120)), f"{random.randrange(9000) / 100:.2f}"),
        "注：本表由单位填写。",
    )


def _amount(random: Random) -> str:
    return f"{random.randrange(10**6) / 100:.2f}"


def _row(random: Random, level1: str, level2: str, number: int) -> MadeRow:
    label = f"{random.choice(THINGS)}{random.choice(('数量', '完成率', '合格率', '及时性', '覆盖面'))}{number}"
    points = str(random.randrange(1, 21))
    claimed = f"{random.randrange(200) / 10:.1f}"
    why = "天气原因推迟" if random.random() < 0.2 else None
    if random.random() < 0.2:
        return MadeRow(
            level1,
            level2,
            label,
            "定性",
            random.choice(("显著提升", "有效改善", "健全")),
            None,
            random.choice(("显著提升", "基本健全")),
            points,
            claimed,
            why,
        )
    unit = random.choice(UNITS)
    target = str(
        random.choice((random.randrange(2, 100), random.randrange(1000, 99999), random.randrange(20, 990) / 10))
    )
    actual = str(random.choice((random.randrange(2, 100), random.randrange(1000, 99999))))
    return MadeRow(
        level1, level2, label, random.choice((">=", ">=", "<=", "=")), target, unit, actual, points, claimed, why
    )
