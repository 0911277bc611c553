"""What `dundian up` does after the database is migrated, and what it prints once everything answers.

Each step is one of our own shell commands, run as a process of its own: the parent stays small, and a step that
fails says so in its own words without taking the server down.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dundian.site.words import _


@dataclass(frozen=True)
class Step:
    """A shell command to run at the start, with the title under which its time is shown."""

    title: str
    words: tuple[str, ...]


BEFORE_OPENING: tuple[Step, ...] = (Step(title=_("示例活动"), words=("sample",)),)
"""Run between migrate and the web server, for instance loading the sample."""

AFTER_OPENING: tuple[Step, ...] = (Step(title=_("登录链接"), words=("welcome",)),)
"""Run once the three addresses answer; what they print (sign-in links, the invite) is for the person there."""

DOORS = {
    "desk": "工作台（组织者、组长、各级工会） · desk",
    "phone": "手机端（蹲点干部） · phone",
    "portal": "职工端（不留名） · portal",
}


def greeting(origins: Mapping[str, str], *, reachable: bool) -> str:
    """Return the addresses in Chinese and English; `reachable` says whether other machines can open them."""
    lines = ["", "蹲点已经起来 · dundian is up", ""]
    lines += [f"  {origins[door]:<32} {title}" for door, title in DOORS.items()]
    if not reachable:
        lines += [
            "",
            "  这三个地址只在这台机器上能打开；给真手机用：dundian up --host 名字 --tls 证书 私钥",
            "  These open on this machine only; for real phones: dundian up --host NAME --tls CERT KEY",
        ]
    elif not origins["phone"].startswith("https"):
        lines += [
            "",
            "  没有 --tls：手机浏览器不给离线、录音和加密，只能看页面。",
            "  Without --tls phones get no offline use, no microphone and no cryptography.",
        ]
    lines += ["", _("按 Ctrl-C 停止 · Ctrl-C stops everything"), ""]
    return "\n".join(lines)
