"""Checks of what is done to tickets: recording, the list, the ticket's page, the public page."""

import contextlib
import json
import urllib.request

from playwright.sync_api import expect

from axe import broken_rules

NOISE = "我住在石岐街道悦来路，楼下工地半夜还在打桩，吵得全家睡不着"
PHONE = "13800000000"


def ask(console, path):
    with urllib.request.urlopen(console.address + path, timeout=10) as answer:
        return json.load(answer)


def received(console):
    """How many tickets hold the words that this check recorded."""
    return len(ask(console, "/v1/tickets?limit=200")["items"])


def forgive(console, *statuses):
    """A refusal is an answer; the browser writes it into its log all the same."""
    console.faults = [fault for fault in console.faults
                      if not any(f"status of {status}" in fault for status in statuses)]


def suggestion(console, text=NOISE):
    console.press("F2", "Control+A")
    with console.page.expect_response("**/v1/suggestions"):
        console.type(text)
    expect(console.page.locator("#advice .card").first).to_be_visible()


def record(console, text=NOISE):
    """Records a call with the first proposed unit, by the keyboard; gives its number and code."""
    suggestion(console, text)
    console.press("Alt+1", "F7")
    console.type(PHONE)
    console.press("Control+Enter")
    expect(console.page.locator("#new-number")).to_be_visible()
    return console.page.locator("#new-number").inner_text(), console.page.locator("#new-code").inner_text()


def open_ticket(console, number):
    console.page.goto(f"{console.address}/console/ticket.html?number={number}")
    expect(console.page.locator("#ticket-state")).to_be_visible()


def carry_out(console, command, **values):
    """Opens a command's form, fills it in, and sends it by the keyboard."""
    page = console.page
    page.locator(f'[data-command="{command}"] > button').focus()
    console.press("Enter")
    form = page.locator(f'[data-form="{command}"]')
    expect(form).to_be_visible()
    for name, value in values.items():
        field = form.locator(f'[name="{name}"]')
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    console.press("Control+Enter")


def call_is_recorded_and_dispatched_in_one_step(console):
    page = console.page
    number, code = record(console)
    assert len(code) >= 6, code
    expect(page.locator("#done")).to_contain_text("待签收")
    expect(page.locator("#done .say")).to_contain_text(number)
    console.shot("20-recorded")
    ticket = ask(console, f"/v1/tickets/{number}")
    assert ticket["state"] == "dispatched" and ticket["lead"] == "中山市石岐街道办事处", ticket
    assert ticket["region"] == "石岐街道" and ticket["type"] == "投诉", ticket
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert PHONE not in kept, kept
    console.press("F9")
    expect(page.locator("#done")).to_be_hidden()
    expect(page.locator("#in-phone")).to_have_value("")
    assert console.focused() == "call"


def ticket_goes_from_dispatch_to_the_files_by_the_screen(console):
    page = console.page
    number, code = record(console)
    open_ticket(console, number)
    state = page.locator("#ticket-state")
    expect(state).to_have_text("待签收")
    console.press("1")
    expect(page.locator('[data-form="sign"]')).to_be_visible()
    console.press("Control+Enter")
    expect(state).to_have_text("已签收")
    expect(page.locator("#notice")).to_contain_text("已签收")
    console.shot("21-signed")
    carry_out(console, "contact", outcome="reached", proof="通话记录")
    expect(page.locator("#notice")).to_contain_text("已联系诉求人")
    carry_out(console, "reply", text=(
        "经调查核实，该工地夜间十点后打桩，未取得夜间施工证明。根据生态环境法典，已责令停止夜间施工并立案处理，"
        "已电话告知诉求人。如不服可以申请行政复议。"), **{
            "parts.经办人": "李某，电话 13800000001，科员", "approved_by": "单位负责人"})
    expect(state).to_contain_text("待审核")
    console.shot("22-replied")
    carry_out(console, "approve-completion")
    expect(state).to_contain_text("已办结")
    carry_out(console, "callback", outcome="reached")
    expect(page.locator("#notice")).to_contain_text("已回访")
    page.goto(f"{console.address}/console/progress.html")
    page.keyboard.insert_text(number)
    console.press("Tab")
    page.keyboard.insert_text(code.lower())
    console.press("Enter")
    expect(page.locator("#result")).to_contain_text("责令停止夜间施工")
    page.locator("#rating button", has_text="基本满意").click()
    expect(page.locator("#state")).to_contain_text("已记下")
    expect(page.locator("#rating")).to_have_count(0)
    console.shot("22-rated")
    open_ticket(console, number)
    expect(page.locator("#story .record")).to_contain_text("基本满意")
    carry_out(console, "archive")
    expect(state).to_have_text("已归档")
    expect(page.locator("#history")).to_contain_text("归档")
    console.shot("23-archived")


def refusal_names_its_ground_its_article_and_what_instead(console):
    page = console.page
    number, _ = record(console)
    open_ticket(console, number)
    carry_out(console, "request-return", reason="不归我们管")
    problem = page.locator('[data-form="request-return"] .problem')
    expect(problem).to_contain_text("按规定不能这样办理")
    expect(problem.locator(".law").first).to_contain_text("依据")
    expect(problem.locator(".grounds li p").first).not_to_be_empty()
    assert page.locator('[data-form="request-return"] [name=reason]').input_value() == "不归我们管"
    console.shot("24-refused")
    forgive(console, 409)


def missing_field_is_named_beside_it(console):
    number, _ = record(console)
    open_ticket(console, number)
    carry_out(console, "supplement")
    fault = console.page.locator('[data-form="supplement"] .fault').first
    expect(fault).to_contain_text("请填写补充的情况")


def ticket_that_changed_meanwhile_is_shown_anew(console):
    page = console.page
    number, _ = record(console)
    open_ticket(console, number)
    page.locator('[data-command="supplement"] > button').click()
    page.locator('[data-form="supplement"] textarea').fill("还有一台吊机")
    other = urllib.request.Request(
        f"{console.address}/v1/tickets/{number}:supplement", data=json.dumps({"text": "另一位同事补充"}).encode(),
        headers={"Content-Type": "application/json"}, method="POST")
    urllib.request.urlopen(other, timeout=10).close()
    console.press("Control+Enter")
    expect(page.locator("#notice")).to_contain_text("已有变动，已刷新")
    expect(page.locator("#story")).to_contain_text("另一位同事补充")
    expect(page.locator('[data-form="supplement"] textarea')).to_have_value("还有一台吊机")
    page.locator('[data-form="supplement"] textarea').focus()
    console.press("Control+Enter")
    expect(page.locator("#story")).to_contain_text("还有一台吊机")
    forgive(console, 412)


def lost_answer_and_double_key_record_once(console):
    page, lost = console.page, []
    before = received(console)

    def lose(route):
        if route.request.method == "POST" and not lost:
            route.fetch()
            lost.append(route)
            route.abort()
        else:
            route.fallback()

    page.route("**/v1/tickets", lose)
    suggestion(console)
    console.press("Alt+1", "Control+Enter", "Control+Enter")
    expect(page.locator("#new-number")).to_be_visible(timeout=20_000)
    expect(page.locator("#done")).to_contain_text("待签收")
    assert lost and received(console) == before + 1, (len(lost), before, received(console))
    page.reload()
    expect(page.locator("#new-number")).to_be_visible()
    assert received(console) == before + 1
    console.faults = [fault for fault in console.faults if "ERR_FAILED" not in fault]


def fields_survive_a_reload(console):
    page = console.page
    suggestion(console)
    console.press("Alt+1", "F7")
    console.type(PHONE)
    page.locator("[name=secret]").check()
    page.reload()
    expect(page.locator("#in-phone")).to_have_value(PHONE)
    expect(page.locator("#go-lead")).to_have_value("中山市石岐街道办事处")
    expect(page.locator("[name=secret]")).to_be_checked()


def earlier_tickets_of_the_number_are_shown_and_joined(console):
    page = console.page
    first, _ = record(console)
    console.press("F9")
    suggestion(console)
    console.press("F7")
    console.type(PHONE)
    entry = page.locator("#earlier-list li", has_text=first)
    expect(entry).to_be_visible()
    expect(page.locator("#advice .repeat").first).to_be_visible()
    console.shot("25-earlier")
    entry.locator("button").click()
    expect(page.locator("#go-into")).to_have_value(first)
    console.press("Control+Enter")
    expect(page.locator("#new-number")).to_be_visible()
    expect(page.locator("#submit")).to_be_hidden()
    number = page.locator("#new-number").inner_text()
    assert ask(console, f"/v1/tickets/{number}")["merged_into"] == first


def call_is_answered_with_an_article(console):
    page = console.page
    suggestion(console)
    console.press("Alt+6")
    expect(page.locator("#article h3")).to_be_visible()
    console.press("Alt+0")
    expect(page.locator("#go-article")).not_to_have_value("")
    page.locator("#in-type").select_option("咨询")
    console.press("Control+Enter")
    expect(page.locator("#done")).to_contain_text("已登记并办好")
    number = page.locator("#new-number").inner_text()
    assert ask(console, f"/v1/tickets/{number}")["state"] == "answered"


def call_is_refused_with_the_words_to_say(console):
    page = console.page
    suggestion(console, "我要起诉隔壁邻居，法院已经判决了我不服，你们要管，邻居欠我三万元")
    console.press("Alt+9")
    expect(page.locator("#go-entry")).not_to_have_value("")
    tell = page.locator("#go-tell").input_value()
    console.press("Control+Enter")
    expect(page.locator("#done .say")).to_contain_text(tell[:20])
    number = page.locator("#new-number").inner_text()
    assert ask(console, f"/v1/tickets/{number}")["state"] == "excluded"


def what_was_refused_is_done_otherwise_on_the_same_ticket(console):
    page = console.page
    before = received(console)
    suggestion(console)
    page.locator('[name=way][value=exclude]').check()
    page.locator("#go-entry").fill("第九十九条（九）")
    page.locator("#go-tell").fill("不归热线管")
    console.press("Control+Enter")
    expect(page.locator("#problem")).to_contain_text("按规定不能这样办理")
    expect(page.locator("#problem .law").first).to_contain_text("依据")
    expect(page.locator("#done")).to_contain_text("已登记，还没有不予受理")
    console.shot("30-otherwise")
    console.press("Alt+1", "Control+Enter")
    expect(page.locator("#done")).to_contain_text("待签收")
    assert received(console) == before + 1
    forgive(console, 409)


def caller_is_shown_after_a_reason(console):
    page = console.page
    number, _ = record(console)
    open_ticket(console, number)
    expect(page.locator("#caller")).not_to_contain_text(PHONE)
    console.press("v")
    expect(page.locator("#reason")).to_be_focused()
    console.type("回拨核实地点")
    console.press("Enter")
    expect(page.locator("#caller")).to_contain_text(PHONE)
    expect(page.locator("#story")).to_contain_text("已被查看 1 次")


def forms_open_masked_and_whole(console):
    page = console.page
    number, _ = record(console)
    open_ticket(console, number)
    with console.context.expect_page() as opened:
        page.get_by_role("link", name="转办单", exact=True).click()
    masked = opened.value
    expect(masked.locator(".sheet").first).to_contain_text(number)
    assert PHONE not in masked.content()
    masked.close()
    page.goto(f"{console.address}/console/form.html?number={number}&form=transfer")
    console.type("转送承办单位")
    console.press("Enter")
    expect(page.locator(".sheet").first).to_contain_text(PHONE)
    width = page.locator(".sheet").first.evaluate("e => e.getBoundingClientRect().width")
    assert 600 < width < 900, width
    console.shot("26-form")


def list_is_filtered_and_opened_by_key(console):
    page = console.page
    number, _ = record(console)
    page.goto(f"{console.address}/console/tickets.html")
    row = page.locator("#rows tr", has_text=number)
    expect(row).to_be_visible()
    console.press("/")
    with page.expect_response("**/v1/tickets?**"):
        console.type("打桩")
    expect(row).to_be_visible()
    page.locator("[name=type]").select_option("感谢")
    expect(page.locator("#state")).to_contain_text("没有符合条件的工单")
    page.locator("[name=type]").select_option("投诉")
    expect(row).to_be_visible()
    page.locator("[name=state]").select_option("dispatched")
    page.locator("[name=due]").select_option("late")
    expect(page.locator("#state")).to_contain_text("没有符合条件的工单")
    page.locator("[name=due]").select_option("")
    page.locator("[name=sort]").select_option("due")
    expect(row).to_be_visible()
    assert "state=dispatched" in page.url and "sort=due" in page.url, page.url
    page.reload()
    expect(page.locator("[name=state]")).to_have_value("dispatched")
    expect(row).to_be_visible()
    console.shot("27-list")
    console.press("ArrowDown")
    assert page.evaluate("document.activeElement.className") == "open"
    console.press("Enter")
    expect(page.locator("#ticket-state")).to_be_visible()


def card_is_told_by_a_word_too(console):
    page = console.page
    record(console)

    def cards(route):
        response = route.fetch()
        body = response.json()
        line = body["items"][0]
        body["items"] = [{**line, "number": f"20260101-00000{index}", "card": card, "supervised": card == "red",
                          "due_at": "2026-01-05T17:30:00+08:00"}
                         for index, card in enumerate(["none", "warning", "yellow", "red"])]
        route.fulfill(response=response, body=json.dumps(body))

    page.route("**/v1/tickets?**", cards)
    page.goto(f"{console.address}/console/tickets.html")
    for index, word in enumerate(["无牌", "预警", "黄牌", "红牌"]):
        expect(page.locator("#rows tr").nth(index)).to_contain_text(word)
    expect(page.locator("#rows tr").nth(3)).to_contain_text("督办")
    expect(page.locator("#rows tr").nth(3)).to_contain_text("已超")
    console.shot("29-cards")


def texts_of_tickets_stay_text(console):
    page = console.page
    number, _ = record(console, '<img src=x onerror="document.title=1"><b>石岐街道悦来路工地半夜打桩</b>')
    open_ticket(console, number)
    assert page.locator(".asked img, .asked b").count() == 0
    page.goto(f"{console.address}/console/tickets.html")
    expect(page.locator("#rows tr").first).to_be_visible()
    assert page.locator("#rows img").count() == 0 and page.title() == "工单 · 派单"


def progress_with_a_wrong_code_is_said(console):
    page = console.page
    page.goto(f"{console.address}/console/progress.html")
    page.locator("#number").fill("20260101-000001")
    page.locator("#code").fill("AAAAAAAA")
    console.press("Enter")
    expect(page.locator("#state")).to_contain_text("没有查到")
    forgive(console, 404)


def axe_finds_nothing_on_the_ticket_pages(console):
    page, broken = console.page, []

    def check(name):
        broken.extend(broken_rules(page, name))

    number, code = record(console)
    check("recorded")
    open_ticket(console, number)
    carry_out(console, "request-return", reason="不归我们管")
    expect(page.locator(".grounds")).to_be_visible()
    check("ticket")
    page.goto(f"{console.address}/console/tickets.html")
    expect(page.locator("#rows tr").first).to_be_visible()
    check("list")
    page.goto(f"{console.address}/console/progress.html")
    page.locator("#number").fill(number)
    page.locator("#code").fill(code)
    console.press("Enter")
    expect(page.locator("#result h2").first).to_be_visible()
    check("progress")
    forgive(console, 409)
    assert not broken, broken


def pages_fit(width, height):
    def check(console):
        page = console.page
        number, _ = record(console)
        page.set_viewport_size({"width": width, "height": height})
        for path in (f"/console/ticket.html?number={number}", "/console/tickets.html", "/console/progress.html", "/"):
            page.goto(console.address + path)
            with contextlib.suppress(AssertionError):
                expect(page.locator("#link")).to_contain_text("知识", timeout=2000)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (path, wide)
            console.shot(f"28-{width}-{path.strip('/').split('?')[0].replace('/', '-') or 'desk'}")
    check.__name__ = f"ticket_pages_fit_{width}x{height}"
    return check


CHECKS = [
    call_is_recorded_and_dispatched_in_one_step, ticket_goes_from_dispatch_to_the_files_by_the_screen,
    refusal_names_its_ground_its_article_and_what_instead, missing_field_is_named_beside_it,
    ticket_that_changed_meanwhile_is_shown_anew, lost_answer_and_double_key_record_once,
    fields_survive_a_reload, earlier_tickets_of_the_number_are_shown_and_joined,
    call_is_answered_with_an_article, call_is_refused_with_the_words_to_say,
    what_was_refused_is_done_otherwise_on_the_same_ticket,
    caller_is_shown_after_a_reason, forms_open_masked_and_whole, list_is_filtered_and_opened_by_key,
    card_is_told_by_a_word_too, texts_of_tickets_stay_text, progress_with_a_wrong_code_is_said,
    axe_finds_nothing_on_the_ticket_pages, pages_fit(420, 800), pages_fit(1920, 1080),
]
