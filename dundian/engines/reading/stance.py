"""Whether a clause promises something or tells something, and in whose name it is said.

A pledge speech promises unless it tells: who tells says what is (是), what was (去年, 出生), what he thinks (觉得),
what holds for everybody (只有…才能). A promise says 将, 要, 力争, or simply begins with the verb.
"""

from __future__ import annotations

import re
from typing import Literal

from .page import Actor

Stance = Literal["promises", "tells", "open", "leads"]

_QUOTED = re.compile(r"[“「][^”」]{0,60}[”」]")
_SUBJECT = r"(?:我们?|本人|自己|小组|全组|大家|组员|干部)"
_PROMISES = re.compile(
    r"将(?!心比心|来|近|士|军)|(?<![重需主只想首概纲摘必所紧])要(?![求素点领害闻紧命是走]|回了)|(?<=我)会|(?<=我们)会"
    r"|会(?=继续|认真|努力|把|尽|积极|始终|一直|珍惜|以)|必须|务必|决心|力争|争取|希望|愿(?![望景])|保证|承诺|确保"
    r"|一定(?!程度|的)|决不|绝不|(?<!所)需要|我们?还?想(?=[把再和跟与多走到为给从])|努力|坚决|始终|时刻|就是把|(?:我们?|自己|小组|组里)的?(?:任务|目标|打算|承诺)是"
    # a stated measure, and what is forbidden oneself
    r"|每(?:天|日|晚|周|月|季度?|学期|半月|班|人|年|户)(?!都|个人都)|不少于|不低于|至少(?!有)|严禁|杜绝|不(?:让|搞|把|再|擅|漏|留)(?!是|出)"
    r"|(?<!没有)(?<!未)做到|请.{0,6}放心"
)
# 三个坚持, “三个员”: to be told apart in what follows
_COUNTS = re.compile(
    r"(?:当好|做好|做到|抓好|实现|坚持|突出|强化)(?:“[两三四五六七八九十]个?[\u3400-\u9fff]{1,4}”|[两三四五六]个[\u3400-\u9fff]{1,2})$"
)
_OUGHT = re.compile(
    rf"{_SUBJECT}(?!的).{{0,6}}应[该当]?|^(?:我们?|自己)就是一[名个员位]|^(?:真正|切实|也|更|要)*(?:让|使).{{2,20}}(?:感受|感到|体会|觉得)"
)
_TELLS_ALWAYS = re.compile(
    r"去年|前年|往年|曾经|出生|受益匪浅|说实话|觉得|认为|感到|深知|深感|相信|只有|唯有|只要|似乎|而言|众所周知"
    r"|[以如]下|(?<!的)[几两二三四五六七八九]个?(?:方面|件事|条(?:规矩|军规|底线)|点(?:意见|体会|感受|打算|表态|承诺|要求|$))|活动进入|这项活动|^(?:还)?有.{0,40}任务|应[该当]|令人|很荣幸"
    r"|感谢|大家好|谢谢|(?:有人|俗话|常|古人|老话|有句话)说|^我(?:来自|从|长期|一直|平时|在(?!.*(?:将|要|会|愿)))|我所在|^(?:各位|尊敬的)|^我?想$|表个?态|心情|即将|[\u3400-\u9fff]过(?:了|[一两几数二三四五六七八九十\d]{1,3}(?:次|年|天|回|个月))|终于|[两三四五六]种角色|往往|重于泰山|责任.{0,4}(?:在肩|沉)|商量过|^.{0,6}代表.{2,14}(?:发言|表态)|平均|压力|责任重大|重在|关键[在得是]|最终得|首先得"
)
_TELLS = re.compile(
    r"(?<![一二三四五六七八九十但总或凡而于可还管论])是(?![否非把要]|一把)|才能|才会|才有|才算|不容易|已经|正在|时间.{0,2}短|很重"
    r"|很.{0,2}(?:珍惜|荣幸|高兴|激动)"
    r"|意味着|不能变|变化了|(?<!不)因为|由于|如果|假如|让我.{0,4}(?:明白|懂得)|有.{0,8}(?:感受|感情)$"
)
_LEADS = re.compile(
    r"^(?!.*(?:结束|离开|回到|返回))(?:在?(?:接下来|这|此次|这次|本次|未来|活动|蹲点|今后).{0,10}(?:周|星期|天|中|里|内|期间|时间|日子|后)|到.{0,6}后|今天"
    r"|接下来|期间|同时|当前|目前|为此|因此|所以|但是|不过|首先|其次|最后|再次|.{2,14}的同时)$"
)
# how, where and by what light something is done: it belongs to what follows and says nothing of its kind
_CARRIES = re.compile(
    rf"^(?:{_SUBJECT}?[还也]?(?:将|要|会)?)?(?:以(?!.*(?:展示|树立|赢得|完成|投入|做好|迎接|交出|书写)).{{2,24}}(?:的.{{1,5}}|为.{{2,5}})|(?:根据|对照|围绕|按照|本着|依托|借助|针对|随着).+"
    r"|结合(?!.*结合起来).+|通过.+|带着[^去来]{2,14}|(?:希望|力争|争取|努力)?在.{1,16}(?:中|上|里|下)"
    r"|(?:深入|走进|来到|下到|进入|走出|扎根)(?!了解|思考|开展|学习|推进|贯彻|细致|浅出|研究|调查|调研).{2,10}"
    r"|充分?利用.+|(?:采取|采用).+(?:方式|办法|形式)|对.{3,40}(?:问题|情况|困难|意见))$"
)
_AFTERWARDS = re.compile(r"^.{0,12}(?:结束|离开|回到|回来|返回|返岗|期满|撤点|[一两二三几\d]个?[月周年]).{0,8}后$")
_MEASURED = re.compile(r"每(?:天|日|晚|周|月|季度?|学期|半月|班|年|户)|不少于|不低于|至少|以内|[前内]完成")
_SETS_OUT = re.compile(
    r"^(?:还|也|并)?(?:要|将)?(?:严格|认真|积极|努力|始终|坚持|切实|进一步|不断|全面|大力|带头|主动|充分)"
)
_PURPOSE = re.compile(r"^为.{2,40}(?:提供|奠定|打下|创造|作出|贡献|服务)")
_AS = re.compile(r"作为|身为|身在")
_LEADER = re.compile(
    r"(?:作为|身为|担任|我是).{0,10}组长|组长.{0,4}(?:我|要)|我.{0,4}(?:带领|带好)(?:全组|小组|全体|队伍|组员)"
)
_MEMBER = re.compile(r"(?:作为|身为|我是).{0,8}(?:组员|小组(?:中)?的?一员|小组成员|队员)")
_WE = re.compile(
    r"^(?:.{0,6}[,，])?(?:我们|我?代表.{0,10}(?:组|队|全体)|咱们|全组|小组(?:全体)?)|我们(?:将|要|会|应|必须|决心|全|力争|争取|一定)"
)
_I = re.compile(
    r"^(?:我(?!代表|们|省|市|县|区|会|国)|本人)|我(?:还|也|更|就|都)?(?:将|要|会|应|必须|决心|力争|争取|一定|愿|希望)"
)


def stance(clause: str) -> Stance:
    """What a clause does: promises, tells, leads in (time and place), or leaves it open to its neighbours."""
    plain = _QUOTED.sub("“”", clause)
    if _LEADS.match(plain):
        return "leads"
    if _COUNTS.search(clause):
        return "tells"
    if _OUGHT.search(plain):
        return "promises"
    if _TELLS_ALWAYS.search(plain):
        return "tells"
    if _PROMISES.search(plain):
        return "promises"
    return "tells" if _TELLS.search(plain) else "open"


def is_capacity(clause: str) -> bool:
    """Whether a clause only says in what capacity something is promised (作为组长)."""
    return bool(_AS.match(clause)) and not _PROMISES.search(clause)


def is_carried(clause: str) -> bool:
    """Whether a clause only carries the next one (以…的作风, 根据…, 深入车间)."""
    return is_capacity(clause) or bool(_CARRIES.match(clause))


def is_afterwards(clause: str) -> bool:
    """Whether a clause only says that something is to follow the programme (活动结束后)."""
    return bool(_AFTERWARDS.match(clause))


def is_measured(clause: str) -> bool:
    """Whether a clause says how much or how often."""
    return bool(_MEASURED.search(clause))


def sets_out(clause: str) -> bool:
    """Whether a clause sets out anew, with the adverb that pledges begin with (严格, 认真, 坚持)."""
    return bool(_SETS_OUT.match(clause))


def is_purpose(clause: str) -> bool:
    """Whether a clause says what the one before is for (为…提供参考)."""
    return bool(_PURPOSE.match(clause))


def actor(clause: str) -> Actor | None:
    """In whose name a clause speaks, if it says so: 作为组长 the leader, 我们 the group, 我 oneself."""
    if _LEADER.search(clause):
        return "leader"
    if _MEMBER.search(clause) or _I.search(clause):
        return "self"
    return "group" if _WE.search(clause) else None


def says_leader(text: str) -> bool:
    """Whether somebody speaks as the leader of a group."""
    return bool(_LEADER.search(text))


def says_member(text: str) -> bool:
    """Whether somebody speaks as an ordinary member of a group."""
    return bool(_MEMBER.search(text))
