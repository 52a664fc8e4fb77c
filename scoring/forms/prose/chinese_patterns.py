"""What in a Chinese text may be a figure, what only looks like one, and the words around numbers that tell them apart."""

from __future__ import annotations

import re

from scoring.forms.numerals import CHARACTERS, IN_CHARACTERS, IN_DIGITS
from scoring.forms.prose.dates import DATE
from scoring.forms.prose.figures import STRANGE

MASKED = re.compile(
    r"[〔\[【（]\s*(?:19|20)[0-9]{2}\s*[〕\]】）]\s*(?:第\s*)?[0-9]{1,5}\s*号"  # 〔2020〕10号
    r"|《[^《》\n]{1,80}》|“[^“”\n]{1,15}”|「[^「」\n]{1,15}」|‘[^‘’\n]{1,15}’"
    r"|https?：?:?//[^\s，。；）]{1,300}|www\.[^\s，。；）]{1,300}|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,100}"
    rf"|第\s*(?:[0-9]{{1,6}}|[{CHARACTERS}]{{1,8}})\s*[一-鿿]?"
    r"|(?<![0-9])1[3-9][0-9]{9}(?![0-9])|(?<![0-9])0[0-9]{2,3}[- ]?[0-9]{7,8}(?![0-9])|(?<![0-9.,])[0-9]{15,18}[Xx]?(?![0-9.,])"
    r"|[0-9]{1,4}\s*号(?!线)|(?<![0-9])(?:[01]?[0-9]|2[0-4])：[0-5][0-9](?![0-9])"
    r"|[0-9]{1,3} ?周岁|[0-9]{1,3} ?岁(?=[及以（之]|老|儿|人|党|青|学|的|至|[-~])"
    r"|(?:附件|附表|附图|表|图|注|序号|编号|统计口径|样本|热线|电话|邮编)\s*[:：]?\s*[0-9]{1,12}(?:[.-][0-9]{1,12}){0,3}(?![0-9.]*\s*[万亿个人份次条户元%名家项件])"
)
HEAD = re.compile(
    r"(?:(?<=\n)|\A|(?<=[。；：，]))\s*(?:[（][0-9]{1,2}[）]|[0-9]{1,2}(?:[.．][0-9]{1,2}){0,3}[、.．）](?![0-9])|[0-9]{1,2}[.．、](?=(?:19|20)[0-9]{2} ?年)|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}(?=[^\S\n]*[一-鿿])(?!\s*[万亿个人份次条户元%名家项件公亩]))"
)
LISTED = re.compile(r"(?:(?<=\n)|\A) *([0-9]{1,2})[.．、](?=(?P<figure>[0-9])?)")
QUOTE = re.compile("“[^“”\n]{1,300}”")
YEARS = re.compile(
    r"(?:19|20)[0-9]{2}(?: ?[-~至到] ?(?:19|20)?[0-9]{2})? ?(?:年度?|财年|级|届)(?! ?[0-9]{1,2} ?月)|[一二][零一二三四五六七八九]{3}年度?"
)
SHARE_IN_WORDS = re.compile(rf"百分之({IN_CHARACTERS}|{IN_DIGITS})")
PART_IN_WORDS = re.compile(rf"({IN_CHARACTERS}|[0-9]{{1,6}})分之({IN_CHARACTERS}|[0-9]{{1,6}})")
FRACTION = re.compile(r"(?<![0-9./])([0-9]{1,4})/([0-9]{1,4})(?![0-9./年月])")
RANGE = re.compile(
    rf"({IN_DIGITS}) ?(%|[万亿]?元|万|亿|[天年人个亩次倍吨]|公里|小时)?[^\S\n]?(?:-|~|至|到)[^\S\n]?({IN_DIGITS})"
)
NEGATIVE = re.compile("负$|[为是至到达：（于]-$")  # 增长率为-3.2%
DASH = re.compile("[一-鿿]-$")  # a minus, or none
SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9.])(?=[一-鿿])")
NOTHING = re.compile(r"(?:为|是|[：])[ ]?零(?![一-鿿])|零(?=事故|投诉|伤亡|差错|违规|违纪|上访|举报|案件)")
FIGURE = re.compile(
    rf"(?P<masked>{MASKED.pattern})|(?P<strange>{STRANGE})|(?P<head>{HEAD.pattern})|(?P<dated>{DATE})|(?P<years>{YEARS.pattern})"
    rf"|(?P<nothing>{NOTHING.pattern})"
    rf"|(?P<share>{SHARE_IN_WORDS.pattern})|(?P<part>{PART_IN_WORDS.pattern})|(?P<fraction>{FRACTION.pattern})"
    rf"|(?P<range>{RANGE.pattern})|(?P<digits>{IN_DIGITS})|(?P<characters>{IN_CHARACTERS})"
)
CLASSIFIER = (("事故", "起"), ("案件", "起"), ("投诉", "件"), ("举报", "件"), ("上访", "起"), ("伤亡", "人"))
COUNTED_BY_NAME = re.compile(
    r"(?:数|量|额|值|率|度|比|比例|比重|得分|分数|总分|评分|金额|指数|系数|人次|合计|小计|总计|面积|里程|长度)(?:为|是|达到?|[：]|共|约|由|从| )*$"
)
MOVED_TO = re.compile(r"[由从][0-9.]{1,12}[^，。；0-9]{0,6}(?:到|至|为)$")  # 系数由0.482提高到0.541
MOVES = re.compile("[^，。；0-9]{0,6}(?:到|至|为)[0-9]")
NOT_COUNTED = re.compile(r"[这那各每分该本某第前后首末同任几数整半上下哪当唯](?:[ ])?$|以上$|上述$|上列$|其他$|历$")
# What is only counted as a manner of speaking: 三个方面, 两级, 一次性.
MANNER = re.compile(
    r"(?:项|批|类|块|者|笔)(?:共|合计|均|都|总计)|(?:个|项|种|大|类|条)?(?:方面|层面|阶段|维度|环节|原则|重点|步骤|层次|角度|关键|主体责任|服务宗旨|意识|自信|维护|基本|确保|结合|统筹)"
)
SPENT = re.compile(r"资金|经费|金额|投资|投入|支出|预算|收入|拨款|补助|捐|贷款|产值|款|费|补贴|增收|销售额|工资|奖励")
KINDS = (
    "masked",
    "strange",
    "head",
    "dated",
    "years",
    "nothing",
    "share",
    "part",
    "fraction",
    "range",
    "digits",
    "characters",
)
