"""A title is broken at words, into lines of like length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dundian.engines.document.letters import width_of
from dundian.engines.document.titles import title_lines


@pytest.mark.parametrize(
    "lines",
    [
        ["蹲点活动总结报告"],
        ["关于印发《职工诉求办理办法》的通知"],
        ["关于2031年全省工会机关干部", "赴非公有制企业蹲点活动情况的总结报告"],
        ["关于示例市高新技术产业开发区", "新就业形态劳动者权益保障情况的调研报告"],
        ["示例省总工会“走进一线、服务职工”", "蹲点活动第一期至第三期工作总结报告"],
        ["关于示例省总工会机关干部", "赴基层蹲点暨“走进一线车间、", "倾听职工心声”活动情况的总结报告"],
    ],
)
def test_a_title_is_broken_where_a_clerk_would_break_it(lines: list[str]) -> None:
    assert title_lines("".join(lines)) == lines


def test_three_lines_are_no_hourglass() -> None:
    title = "关于推进“四同”蹲点工作进一步加强非公有制企业工会组织建设和产业工人队伍建设改革情况的调研报告"
    widths = [width_of(line) for line in title_lines(title)]
    assert len(widths) == 3
    assert widths[1] >= min(widths[0], widths[2])


def test_line_ends_of_the_writer_are_kept() -> None:
    assert title_lines("关于\n某事的报告") == ["关于", "某事的报告"]


@given(st.text(alphabet="关于某省工会干部蹲点的情况和报告《》“”，。、（）2031年A", min_size=1, max_size=60))
def test_no_word_is_lost_and_no_line_starts_with_a_stop(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert not any(line[0] in "，。、”》）的" for line in lines[1:])


@given(st.text(max_size=400).map(lambda text: " ".join(text.split())))
def test_any_title_is_broken(title: str) -> None:
    assert "".join(title_lines(title)) == "".join(title.splitlines())
