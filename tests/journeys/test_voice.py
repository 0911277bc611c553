"""The walk of one voice: said without a network, answered, contradicted, answered again, confirmed."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Response, expect

from .conftest import Running, Visit
from .visitors import axe, come_in, enrol, stand_on_sample

WORDS = "冷库那头连口热水也没有，出来手都是僵的。"
TITLE = "冷库边上没有热水"
AGENT = "Mozilla/5.0 (Linux; Android 9; LINJIANG-7319) AppleWebKit/537.36 Chrome/69.0.3497.100"


def kept_by(context: BrowserContext) -> list[str]:
    """The parcels that the server took for new, as the phone is told of them."""
    kept: list[str] = []

    def answered(response: Response) -> None:
        if response.request.method == "PUT" and response.status == 201:
            kept.append(response.url)

    context.on("response", answered)
    return kept


def record_a_demand(page: Page) -> str:
    """Write down what a worker wants, with his consent; return the code that he is given."""
    page.get_by_test_id("write").click()
    page.get_by_test_id("text").fill(WORDS)
    page.get_by_test_id("demand").click()
    page.get_by_test_id("consent").check()
    page.get_by_test_id("done").click()
    code = page.get_by_test_id("receipt-code")
    expect(code).to_be_visible()
    assert axe(page) == []
    digits = code.get_attribute("data-code") or ""
    page.get_by_test_id("receipt-given").click()
    if (sure := page.get_by_test_id("ask-yes")).is_visible():
        sure.click()
    expect(page.get_by_test_id("notice-offline")).to_be_visible()
    return digits


def be_killed_while_typing(page: Page) -> Page:
    """Lose the page in the middle of a sentence, and find the sentence again in a new one."""
    page.get_by_test_id("write").click()
    page.get_by_test_id("text").press_sequentially("师傅教我看模温，先看")
    expect(page.get_by_test_id("kept")).to_contain_text("已存在手机里")
    context, address = page.context, page.url
    page.close()
    page = context.new_page()
    page.goto(address.split("/write")[0])
    page.get_by_test_id("draft").click()
    expect(page.get_by_test_id("text")).to_have_value("师傅教我看模温，先看")
    page.get_by_test_id("hold").click()
    return page


def take_step(page: Page, name: str, **fields: str) -> None:
    """Take a step with the case that is open at the side, filling its form."""
    acts = page.locator(".peek .act")
    act = acts.locator("a").filter(has_text=name)
    if not act.is_visible():
        acts.locator("summary").click()
    act.click()
    sheet = page.locator("dialog#sheet")
    for label, value in fields.items():
        field = sheet.get_by_label(label)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    assert axe(page) == []
    sheet.locator("button.p").click()
    expect(sheet).not_to_be_visible()
    expect(page.locator(".toast").first).to_be_visible()


def open_case(page: Page, words: str) -> None:
    """Open the sample's board and the case with these words in it at its side."""
    stand_on_sample(page)
    page.locator("nav.side").get_by_role("link", name="办事").click()
    page.locator(".k h3 a").filter(has_text=words).first.click()
    expect(page.locator(".peek")).to_be_visible()


def look(page: Page, portal: str, code: str) -> None:
    """Open the answer by the code."""
    page.goto(portal)
    page.get_by_label("你的回执码").fill(" ".join(code[at : at + 4] for at in range(0, 20, 4)))
    page.get_by_role("button", name="看回话").click()
    assert page.context.cookies() == []


def hear_and_assign(desk: Page) -> None:
    """See what was said, verify it, put it in words for everybody, and give it to the enterprise."""
    open_case(desk, WORDS[:6])
    expect(desk.locator(".peek")).to_contain_text(WORDS)
    take_step(desk, "核实受理", 看到什么="去看过，最近的水房要走十分钟。")
    take_step(desk, "改说法", 这件事怎么说=TITLE)
    take_step(desk, "派给", 交给谁="ENTERPRISE")


def contradict(page: Page) -> None:
    """Say that it was not solved, with a line of one's own."""
    page.get_by_text("想补一句").click()
    page.get_by_label("写完再点上面的按钮").fill("周一去看了，没装。")
    page.get_by_role("button", name="还没有").click()
    expect(page.locator("main")).to_contain_text("周一去看了，没装。")


def test_a_voice_is_heard_answered_contradicted_and_confirmed(
    house: Running, sample: dict[str, str], visit: Visit
) -> None:
    phone = visit("phone")
    enrol(phone, house.dundian("link", sample["蹲点干部"], "--phone"))
    kept = kept_by(phone.context)

    phone.context.set_offline(True)
    code = record_a_demand(phone)
    assert len(code) == 20
    assert code.isdecimal()
    phone = be_killed_while_typing(phone)
    phone.get_by_test_id("tab-records").click()
    expect(phone.locator("[data-state=waiting]")).to_have_count(1)

    phone.context.set_offline(False)  # the phone sends by itself; a press on 发送 may come too late for its button
    expect(phone.locator("[data-state=sent]")).to_have_count(1)
    expect(phone.get_by_test_id("state").filter(has_text="传好了")).to_have_count(1)
    assert len(kept) == len(set(kept)) == 2  # the record, and the voice in it

    desk = visit("desk")
    come_in(desk, house.dundian("link", "organiser"))
    hear_and_assign(desk)
    expect(desk.locator(".peek")).to_contain_text(sample["企业"])

    firm = visit("desk")
    come_in(firm, house.dundian("link", "sample-enterprise"))
    open_case(firm, TITLE)
    expect(firm.locator("body")).not_to_contain_text(WORDS)
    take_step(firm, "给工友回话", 回什么话="冷库门口装一台开水机，下周一装好。")

    worker = visit("portal", user_agent=AGENT)
    look(worker, house.portal, code)
    expect(worker.locator("main")).to_contain_text("下周一装好")
    assert axe(worker) == []

    plain = visit("portal", user_agent=AGENT, java_script_enabled=False)
    look(plain, house.portal, code)
    contradict(plain)

    desk.reload()
    card = desk.locator(".k").filter(has_text=TITLE)
    expect(card).to_contain_text("工友说没办好")
    open_case(firm, TITLE)
    take_step(firm, "给工友回话", 回什么话="装好了，昨晚起就有热水。")

    look(worker, house.portal, code)
    worker.get_by_role("button", name="办好了").click()
    expect(worker.get_by_role("heading", level=1)).to_contain_text("办好了")
    assert axe(worker) == []
    desk.reload()
    expect(card).to_contain_text("工友点头")

    grouped = " ".join(code[at : at + 4] for at in range(0, 20, 4))
    written = house.written()
    assert [secret for secret in (code, grouped, "LINJIANG-7319", WORDS) if secret in written] == []
