"""What the libraries would say in their own words, this house says in its own."""

import pytest

from tests import actors

pytestmark = pytest.mark.django_db


def test_a_wrong_password_is_told_plainly() -> None:
    page = actors.stranger().post("/sign-in/", {"login": "nobody", "password": "wrong-wrong-wrong"})
    assert "登录名或者密码不对" in page.content.decode()


def test_an_empty_field_is_told_plainly() -> None:
    page = actors.organiser().client.post("/setup/accounts/", {"name": "", "username": "a b", "place": "NOWHERE"})
    words = page.content.decode()
    assert "这里还没填" in words
    assert "换一个" in words
    assert "请输入" not in words
