"""What a number is of: its name out of the words around it, and what the words say of it beside."""

from __future__ import annotations

import re

# Words that a name does not need where it begins, and those that join it to its number.
_LEADS = re.compile(
    r"^(?:[0-9]{1,2}[.、．]|其中|此外|另外?|同时|并且?|且|共计?|累计|合计|总计|总共|全年(?!预算)|全县|全市|全区|全省|年末|年初(?!预算)|年内|期末|截至?(?:目前|年末|年底|期末)?|目前|今年|本年度?|当年|本项目|该项目|项目(?=[预总])"
    r"|经自?评|本单位|我[局部县市区单位中心院校办]+|实际|已经?|均|仍|通过|对|向|于|在|由|共有|现有|设有|年均|与上年相比|与去年相比|较上年|比上年|较去年|相较去年|相较于?上年|平均|约|主要|以来|年度|的|和|及|以及|等"
    r"|(?:19|20)[0-9]{2} ?年度?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|(?:1[0-2]|0?[1-9])月底?|[一二三四五六七八九]是|[·\-•●■◆▪*—]+)"
)
_TRAILS = re.compile(
    r"(?:达到了?|达|为|是|有|共计?|总计|合计|累计|约|了|仍|等|的|至|到|由|从|各|对|全县|全市|分别|均|已|全部|增至|降至|增加到|减少到|提高到|下降到|升至|增长到|上升到|降到|人均|每[年月天]|实际|在|于|，|[：~\-—]| )$"
)
# Verbs that say what was done with the things counted: they take the noun behind the number (建成30个助餐点).
_VERBS = (
    "建成|运行|新建|新购|改建|扩建|续建|建设|建立|建|完成|开展|举办|组织|召开|发放|下发|印发|设立|设置|覆盖|惠及|培训|增加|新增|合并|更新|抽检|抽查|检查|补助|补贴|受理|收到|收回|回收|"
    "签订|派出|选派|安排|聘用|招聘|购置|采购|购买|配备|配置|安装|维修|改造|整治|治理|修建|修复|清理|排查|发现|整改|处理|处置|办理|办结|解决|走访|帮扶|救助|资助|服务|接待|参加|参与|吸引|带动|引进|引荐|引回|培育|培养|"
    "评选|评定|表彰|命名|认定|推荐|推送|推介|发布|发表|制作|编制|编印|印制|形成|出台|制定|审核|审查|核查|清查|登记|录入|归档|拆除|关闭|栽植|补植|种植|播种|投放|投入|筹集|争取|到位|拨付|支付|支出|实现|达成|取得|获得|获|涉及|包括|包含|内设|下设|计划|拟|预计|应|需|可|能|将|要|共|搭建|打造|创建|承办|颁发|授予|开设|申报|分|聘请|邀请|抽调|延伸|铺设|架设|硬化|升级|提供|随机访问|访问|回访|问卷|摸排|调查|验收|移交|交付|生产|销售|加工|养护|管护|巡查|巡护|出动|调解|化解|查处|立案|起诉|办案|宣传|演出|放映|播放|接种|筛查|体检|诊疗|接诊|手术|就诊|转移|安置|发展|吸纳|稳定|招录|录用"
)
# Verbs that say no more than that a thing is there: 建成并运行助餐点 is 助餐点, but 走访老人 is not 服务老人.
_THERE = "建成|新建|建设|建立|运行|完成|实现|达成|开展|举办|组织|召开|设立|设置|实施|实有|现有|共有|稳定|正常|投入使用|筹备|落实|顺利|成功|免费|集中|统一|继续|及时"
_LEADING_VERBS = re.compile(rf"^(?:(?:{_THERE})(?:并|和|、|了|出|共)?)+")
_ANY_VERBS = re.compile(rf"^(?:(?:{_VERBS}|{_THERE})(?:并|和|、|了|出|共)?)+")
_COUNTED = re.compile("(?<=..)(?:数量|总数|人数|户数|次数|个数|总量|总人数)$")
_ENDS_IN_VERB = re.compile(rf"(?:{_VERBS})(?:并|了|出|共)?$")
_SHORT = ("村", "镇", "乡", "县", "区", "户", "校", "站", "班", "组")
_BEGINS_WITH_VERB = re.compile("(?:拨付|到位|支付|发放|下达|下拨|进行|完成|开展)")
_AFTER = re.compile(r"[^，。；：、（）！？!?\n“”0-9%]{1,30}")
_AFTER_ENDS = re.compile(
    r"(?:因|受|与|和|对|被|在|于|向|由|从|开展|进行|均|完成|实现|得到|获|为|是|达|使用|用于|以|未|没有|不|已|全部|全覆盖|参加|参与|列入|录入|列|正在|通过|到|比|较|后|前|内|时|的工作|方面|左右|以上|以下|，)"
)
_PLAN = re.compile(
    r"(?<!按)(?<!较)(?<!比)(?<!预算)(?<!完成)(?<!按照)(?<!完成了)(?<!超)计划(?!的|生育|内|数的)|目标(?:值|为|是|任务)?|(?<![模虚])拟(?!定|建立了|真|合)|预计|预期|任务数|应完成|不得?[少低]于|年度指标|指标值|任务(?=[0-9]|为|是)"
)
_ACTUAL = re.compile(r"实际|(?<!全部)(?<!能)完成(?!时限|目标)|已(?!知)|累计|截至|建成(?!后)(?<!计划建成)|结果")
_COMING = re.compile(r"(?<!即)(?<!并)将(?![近军]|.{0,6}(?:作为|纳入))|下一?年|明年|次年|争取|力争|建议|今后|下一步")
_BEFORE = re.compile(r"(?:较|比|与|同|相较)?(?:上年|去年|上一年|上年度|同期|往年|前年)(?:同期)?")
_RIGHT_BEFORE = re.compile("(?:上年|去年|上一年|同期|(?:较|比)(?:19|20)[0-9]{2} ?年)(?:度|同期)?的?(?:为|是)?$")
_COMPARED = re.compile(
    r"(?:较|比|与|同|相较|相比|超)(?:于)?(?:上年|去年|上一年|上年度|同期|往年|前年)(?:度|同期|相比)?"
)

_GENERAL = re.compile(
    r"(?:计划|目标|满分|其余|剩余|其他|合计|共计|总计|小计|到位|拨付|人员|使用|合格|满意|比例|完成|增加|减少|新增|提高|下降|同比下降|同比增长|增长|降低|以上.{0,3}|占|占比|比重|完成比例|完成率|执行率|支出率|乡镇|村|社区|县|单位|企业|农户|户|人|居民|群众|人口|老人|学生|学员|设备|机构|部门|第.*|问卷|项目|工程|资金|经费|金额|投资|个|次|会议|培训|检查|活动|问题|)"
)


def too_general(name: str) -> bool:
    """Whether many things are called so: 农户, 增长, 资金."""
    return _GENERAL.fullmatch(name) is not None


def name_of(own: str, noun: str, earlier: str) -> str:
    """The name of a number, given the words of its clause before it, the noun behind its unit, and a name before it."""
    if noun and (not own or _ENDS_IN_VERB.search(own)):
        return own + noun
    return own or earlier


def trimmed(words: str) -> str:
    """Words of a clause without those that a name does not need."""
    words = words.replace("“", "").replace("”", "").strip()
    for pattern in (_LEADS, _TRAILS):
        while (found := pattern.search(words)) is not None and found.end() > found.start():
            shorter = (words[found.end() :] if pattern is _LEADS else words[: found.start()]).strip()
            if shorter == words:
                break
            words = shorter
    return words


def noun_behind(after: str) -> str:
    """The noun behind a number's unit: `1127名支部委员与…` is 支部委员."""
    found = _AFTER.match(after.replace("“", "").replace("”", ""))
    if found is None or _BEGINS_WITH_VERB.match(after):
        return ""
    noun = found.group()
    end = _AFTER_ENDS.search(noun)
    noun = (noun[: end.start()] if end is not None else noun).strip().removeprefix("的").strip()
    return noun if 1 < len(noun) <= 14 or noun in _SHORT else ""


def essence(name: str) -> str:
    """A name without that it was done and when: `建成并运行助餐点` and `年末运行助餐点` are both 助餐点."""
    last = ""
    while name != last:
        last = name
        name = trimmed(name)
        found = _LEADING_VERBS.match(name)
        if found is not None and len(name) - found.end() >= 2:
            name = name[found.end() :]
    return _COUNTED.sub("", name) or name


def bare(name: str) -> str:
    """A name without any verb that it begins with: what a conclusion may call it."""
    last = ""
    while name != last:
        last = name
        found = _ANY_VERBS.match(name)
        if found is not None and len(name) - found.end() >= 2:
            name = name[found.end() :]
    return essence(name)


def is_plan(words: str) -> bool | None:
    """Whether words before a number say that it is planned (yes), or that it was reached (no); None where they say neither."""
    plans, actual = [f.end() for f in _PLAN.finditer(words)], [f.end() for f in _ACTUAL.finditer(words)]
    if not plans and not actual:
        return None
    return max(plans, default=-1) > max(actual, default=-1)


def is_coming(words: str) -> bool:
    return _COMING.search(words) is not None


def is_before(words: str) -> bool:
    """Whether words say that the number is of the year before, and not compared with it."""
    return _RIGHT_BEFORE.search(words) is not None or _BEFORE.search(_COMPARED.sub("", words)) is not None
