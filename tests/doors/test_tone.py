"""What the libraries would say in their own words, this house says in its own."""

import pytest

from tests import actors

pytestmark = pytest.mark.django_db


def test_a_wrong_password_is_told_plainly() -> None:
    page = actors.stranger().post("/sign-in/", {"login": "nobody", "password": "wrong-wrong-wrong"})
    assert "登录名或者密码不对" in page.content.decode()


def test_choosing_a_password_is_told_plainly() -> None:
    client = actors.newcomer().client
    words = client.get("/account/password/set/").content.decode()
    assert "至少 10 个字" in words
    assert "必须" not in words
    words = client.post("/account/password/set/", {"password1": "123", "password2": "123"}).content.decode()
    assert "太短了，至少 10 个字" in words
    assert "This password" not in words


def test_the_second_step_of_coming_in_is_told_plainly() -> None:
    client = actors.newcomer().client
    for page, ours in (
        ("totp/activate/", "用手机上的验证器应用扫下面的码"),
        ("webauthn/add/", "这把钥匙叫什么"),
        ("webauthn/add/", "只用它就能进，不用密码"),
        ("", "通行密钥"),
    ):
        words = client.get(f"/account/mfa/{page}", follow=True).content.decode()
        assert ours in words
        assert not [stiff for stiff in ("双因素", "身份验证器", "您", "帐户", ">Name<") if stiff in words]


def test_an_empty_field_is_told_plainly() -> None:
    page = actors.organiser().client.post("/setup/accounts/", {"name": "", "username": "a b", "place": "NOWHERE"})
    words = page.content.decode()
    assert "这里还没填" in words
    assert "换一个" in words
    assert "请输入" not in words


def test_each_language_is_named_in_itself() -> None:
    words = actors.organiser().client.get("/me/").content.decode()
    assert ">English</button>" in words
    assert ">中文</button>" in words
