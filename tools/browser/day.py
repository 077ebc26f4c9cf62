"""Six roles walk one request through the screens, from the call to the files.

usage: day.py PAIDAN [FOLDER]; PAIDAN is the built executable, FOLDER takes the screenshots. The
last line is `N passed, N failed`.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import traceback

from playwright.sync_api import expect, sync_playwright

from axe import broken_rules
from service import served

KEEPER, PASSWORD = "keeper", "Bai-yun-2026"
WRONG, RIGHT = "中山市石岐街道办事处", "中山市住房和城乡建设局"
CALL = "我住在石岐街道悦来路，楼下工地半夜还在打桩，吵得全家睡不着"
# Who works that day: the name, the role, the unit, and the page on which their work lies.
ROLES = {
    "operator": ("坐席", None, "/"), "dispatcher": ("派单员", None, "/console/dispatch.html"),
    "wrong": ("承办单位", WRONG, "/console/unit.html"), "right": ("承办单位", RIGHT, "/console/unit.html"),
    "supervisor": ("督办", None, "/console/supervise.html"), "manager": ("管理者", None, "/console/tickets.html"),
}
IDS = {"坐席": "operator", "派单员": "dispatcher", "承办单位": "unit", "督办": "supervisor", "管理者": "manager"}
REPLY = ("经现场调查核实，该工地夜间十点后打桩，未取得夜间施工证明。依据生态环境法典第五百七十二条，已责令停止夜间施工并立案处理，"
         "已电话告知诉求人。")
SHORT = "这件事需长期推进。"
MORE = {"contact.沟通情况": "已电话告知结果", "parts.经办人": "李某，电话 13800000001，科员", "parts.救济途径": "不服可以申请行政复议"}

expect.set_options(timeout=30_000)


class Day:
    """The browser windows of everybody, and the ticket that goes round."""

    def __init__(self, browser, address, folder, password):
        self.browser, self.address, self.folder, self.password = browser, address, folder, password
        self.pages, self.faults, self.number, self.code = {}, [], "", ""

    def open(self, name):
        context = self.browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: self.note(name, message))
        page.on("pageerror", lambda error: self.faults.append(f"{name}: {error}"))
        self.pages[name] = page
        return page

    def note(self, name, message):
        # A refusal, a ticket that went to another unit, and the question who is signed in are answers; the browser logs them all the same.
        if message.type in ("error", "warning") and not any(f"status of {code}" in message.text for code in (401, 404, 409)):
            self.faults.append(f"{name}: {message.text}")

    def sign_in(self, name, password):
        page = self.open(name)
        page.goto(self.address)
        expect(page.locator("#enter")).to_be_enabled()
        page.locator("#name").focus()
        page.keyboard.insert_text(name)
        page.keyboard.press("Tab")
        page.keyboard.insert_text(password)
        page.keyboard.press("Enter")
        expect(page.locator("#later")).to_be_visible()
        page.locator("#later").press("Enter")
        return page

    def shot(self, page, name):
        if self.folder:
            page.wait_for_timeout(250)
            page.screenshot(path=self.folder / f"day-{name}.png")

    def queue(self, name, view):
        """Opens the ticket in one of a role's queues, by the keyboard where it can be."""
        page = self.pages[name]
        page.reload()
        page.locator(f'[data-view="{view}"]').press("Enter")
        row = page.locator(f'#queue-rows [data-number="{self.number}"] button')
        expect(row).to_be_visible()
        row.press("Enter")
        expect(page.locator("#view")).to_contain_text(CALL[:12])
        expect(page.locator("#commands [data-command]").first).to_be_visible()
        return page

    def carry_out(self, page, command, says=None, **values):
        """Fills a command's form and sends it by the keyboard."""
        form = page.locator(f'[data-form="{command}"]')
        if not form.is_visible():
            page.locator(f'[data-command="{command}"] > button').press("Enter")
        expect(form).to_be_visible()
        for field, value in values.items():
            place = form.locator(f'[name="{field}"]')
            if place.evaluate("e => e.tagName") == "SELECT":
                place.select_option(value)
            elif place.get_attribute("type") == "checkbox":
                place.check()
            else:
                place.fill(value)
        form.locator("[type=submit]").focus()
        page.keyboard.press("Control+Enter")
        if says:
            expect(page.locator("#notice")).to_contain_text(says)

    def state(self, page, words):
        expect(page.locator("#ticket-state")).to_have_text(words)


def administrator_makes_the_accounts(day):
    page = day.sign_in(KEEPER, day.password)
    expect(page).to_have_url(f"{day.address}/console/admin.html")
    for name, (title, unit, _) in ROLES.items():
        page.locator("#add").press("Enter")
        box = page.locator("dialog[open]")
        box.locator('[name="name"]').fill(name)
        box.locator('[name="display_name"]').fill(f"{title}张某")
        if unit:
            box.locator('[name="unit"]').fill(unit)
        box.locator('[name="password"]').fill(PASSWORD)
        box.locator(f'[value="{IDS[title]}"]').check()
        page.keyboard.press("Enter")
        expect(page.locator("#notice")).to_contain_text(f"已添加 {name}")
    day.shot(page, "accounts")
    page.locator("#add").press("Enter")
    page.locator('dialog [name="name"]').fill("x")
    page.locator('dialog [name="display_name"]').fill("张某")
    page.keyboard.press("Enter")
    expect(page.locator("dialog .fault", has_text="用户名")).to_be_visible()
    page.keyboard.press("Escape")
    day.faults = [fault for fault in day.faults if "status of 422" not in fault]


def everybody_lands_on_their_own_work(day):
    for name, (_, _, home) in ROLES.items():
        page = day.sign_in(name, PASSWORD)
        expect(page).to_have_url(f"{day.address}{home}")
        expect(page.locator("#who")).to_contain_text("张某")
    page = day.pages["dispatcher"]
    page.goto(day.address)
    expect(page).to_have_url(f"{day.address}/console/dispatch.html")
    page.locator("#pages a", has_text="接听").press("Enter")
    expect(page).to_have_url(f"{day.address}/#call")
    expect(page.locator("#call")).to_be_focused()
    page.goto(f"{day.address}/console/dispatch.html")
    # A page that is others' work says so and shows the way back.
    page = day.pages["manager"]
    page.goto(f"{day.address}/console/admin.html")
    expect(page.locator(".forbidden")).to_contain_text("不是您的工作")
    expect(page.locator("#pages a")).to_have_count(1)


def operator_records_the_call_for_the_dispatchers(day):
    page = day.pages["operator"]
    page.locator("#call").focus()
    with page.expect_response("**/v1/suggestions"):
        page.keyboard.insert_text(CALL)
    expect(page.locator("#advice [data-unit]").first).to_be_visible()
    page.keyboard.press("Alt+1")
    expect(page.locator("#slip-list")).to_contain_text(WRONG)
    expect(page.locator('[name=way][value=dispatch]')).to_have_count(0)
    page.keyboard.press("F7")
    page.keyboard.insert_text("13800000000")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#done")).to_contain_text("待派发")
    day.number, day.code = page.locator("#new-number").inner_text(), page.locator("#new-code").inner_text()
    day.shot(page, "call")


def dispatcher_takes_the_first_suggestion(day):
    page = day.queue("dispatcher", "new")
    expect(page.locator("#proposals [data-unit]").first).to_be_visible()
    expect(page.locator("#proposals .evidence").first).to_be_visible()
    page.keyboard.press("Alt+1")
    expect(page.locator('[data-form="dispatch"] [name="lead"]')).to_have_value(WRONG)
    day.shot(page, "dispatch")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notice")).to_contain_text("已派发")
    day.state(page, "待签收")


def unit_signs_and_asks_to_return_it(day):
    page = day.queue("wrong", "sign")
    expect(page.locator("#unit")).to_have_count(0)
    page.keyboard.press("1")
    expect(page.locator('[data-form="sign"] [name="by"]')).to_have_count(0)
    day.carry_out(page, "sign", says="已签收")
    day.state(page, "已签收")
    day.carry_out(page, "request-return", says="已申请退单", reason="工地由住建部门监管，不是本街道的职责", basis="派单目录事项 GC-001",
                  suggest=RIGHT, signed_by="单位负责人")
    day.shot(page, "return-asked")


def dispatcher_decides_the_return_with_the_articles_beside(day):
    page = day.queue("dispatcher", "returns")
    asked = page.locator("#asking")
    expect(asked).to_contain_text("工地由住建部门监管")
    expect(asked.locator(".laws li").first).to_contain_text("第")
    expect(page.locator("#proposals [data-unit]").first).to_be_visible()
    expect(page.locator("#proposals .evidence").first).to_be_visible()
    day.shot(page, "return")
    day.carry_out(page, "approve-return", says="已同意退单")
    day.state(page, "待重新派发")


def dispatcher_dispatches_anew_in_one_step(day):
    page = day.queue("dispatcher", "new")
    expect(page.locator("#beside")).to_contain_text("退单 1 次")
    expect(page.locator("#proposals [data-unit]").first).to_be_visible()
    day.shot(page, "again")
    day.carry_out(page, "dispatch", says="已派发", lead=RIGHT, co="", limit="5个工作日")
    day.state(page, "待签收")


def unit_signs_assigns_and_asks_for_more_time(day):
    page = day.queue("right", "sign")
    day.carry_out(page, "sign", says="已签收")
    page = day.queue("right", "hand")
    day.carry_out(page, "assign-inner", says="已内部分派", to="质安科")
    day.carry_out(page, "contact", says="已联系诉求人", outcome="reached", proof="通话记录", slot="上午")
    day.carry_out(page, "request-extension", says="已申请延期", reason="需要对噪声作夜间监测", days="3", stage="已约定监测", told_caller=True)
    day.shot(page, "extension-asked")


def dispatcher_decides_the_extension(day):
    page = day.queue("dispatcher", "extensions")
    expect(page.locator("#asking")).to_contain_text("夜间监测")
    expect(page.locator("#asking")).to_contain_text("第十八条")
    day.shot(page, "extension")
    day.carry_out(page, "approve-extension", says="已同意延期")


def supervisor_urges_and_supervises(day):
    page = day.pages["supervisor"]
    expect(page.locator("#columns .column").first).to_be_visible()
    page.keyboard.press("l")
    page.locator('[data-view="key"]').press("Enter")
    expect(page.locator("#queue-state")).not_to_contain_text("正在")
    page.goto(f"{day.address}/console/ticket.html?number={day.number}")
    expect(page.locator("#ticket-state")).to_be_visible()
    expect(page.locator('[data-command="dispatch"], [data-command="sign"]')).to_have_count(0)
    day.carry_out(page, "urge", says="已催办")
    day.carry_out(page, "supervise", says="已督办", reason="夜间施工反复被反映")
    page.goto(f"{day.address}/console/supervise.html#ledger")
    expect(page.locator("#ledger-rows tr", has_text=day.number)).to_contain_text("督办中")
    day.shot(page, "ledger")
    page.goto(f"{day.address}/console/supervise.html#bench")
    page.locator('[data-view="supervised"]').press("Enter")
    page.locator(f'#queue-rows [data-number="{day.number}"] button').press("Enter")
    expect(page.locator("#beside")).to_contain_text("夜间施工反复被反映")
    day.shot(page, "supervise")
    day.carry_out(page, "resolve-supervision", says="已解除督办")


def reply_is_written_against_the_checker(day):
    page = day.queue("right", "hand")
    page.locator('[data-command="reply"] > button').press("Enter")
    form = page.locator('[data-form="reply"]')
    form.locator('[name="text"]').fill(SHORT)
    expect(form.locator('[data-point="调查情况"]')).to_have_class("may-be")
    page.keyboard.press("Control+Enter")
    expect(form.locator(".problem")).to_contain_text("按规定不能这样办理")
    expect(form.locator(".must-be .law").first).to_contain_text("第")
    expect(form.locator('[name="text"]')).to_have_value(SHORT)
    day.shot(page, "reply-missing")
    # What was written is there again after a reload.
    form.locator('[name="text"]').fill(REPLY)
    page = day.queue("right", "hand")
    page.locator('[data-command="reply"] > button').press("Enter")
    expect(form.locator('[name="text"]')).to_have_value(REPLY)
    expect(form.locator(".must-be")).to_have_count(0)
    for field, value in MORE.items():
        form.locator(f'[name="{field}"]').fill(value)
    expect(form.locator(".checked")).to_contain_text("各项都写到了")
    day.shot(page, "reply")
    day.carry_out(page, "reply", says="已答复")
    day.state(page, "已答复，待审核")


def dispatcher_reviews_and_calls_back(day):
    page = day.queue("dispatcher", "replies")
    day.carry_out(page, "approve-completion", says="已同意办结")
    page = day.queue("dispatcher", "callbacks")
    day.carry_out(page, "callback", says="已回访", outcome="reached")
    day.carry_out(page, "rate", says="已评价", value="不满意", fault="unit")
    day.carry_out(page, "redo", says="已重办", by=RIGHT)
    day.state(page, "重办中")
    day.shot(page, "redo")


def unit_does_it_again_and_it_goes_to_the_files(day):
    page = day.queue("right", "hand")
    day.carry_out(page, "reply", says="已答复", text=f"再次{REPLY}", approved_by="单位负责人", **MORE)
    page = day.queue("dispatcher", "replies")
    day.carry_out(page, "approve-completion", says="已同意办结")
    day.carry_out(page, "callback", says="已回访", outcome="reached")
    day.carry_out(page, "rate", says="已评价", value="满意")
    day.carry_out(page, "archive", says="已归档")
    day.state(page, "已归档")
    day.shot(page, "archived")


def caller_and_manager_see_it(day):
    page = day.open("caller")
    page.set_viewport_size({"width": 420, "height": 800})
    page.goto(f"{day.address}/console/progress.html")
    page.locator("#number").fill(day.number)
    page.locator("#code").fill(day.code)
    page.keyboard.press("Enter")
    expect(page.locator("#result")).to_contain_text("责令停止夜间施工")
    day.shot(page, "caller")
    page = day.pages["manager"]
    page.goto(f"{day.address}/console/ticket.html?number={day.number}")
    expect(page.locator("#ticket-state")).to_have_text("已归档")
    expect(page.locator("#commands")).to_contain_text("了结")
    expect(page.locator("#open-caller")).to_have_count(0)


def nobody_finds_a_page_that_breaks_a_rule(day):
    """No rule of WCAG 2.2 A and AA that axe-core can check is broken, as every role sees its page."""
    broken = []
    for name in ("dispatcher", "right", "supervisor", KEEPER):
        page = day.pages[name]
        page.goto(f"{day.address}{ROLES[name][2] if name in ROLES else '/console/admin.html'}")
        expect(page.locator("#pages a").first).to_be_visible()
        page.wait_for_timeout(400)
        broken += broken_rules(page, name)
    assert not broken, broken


CHECKS = [
    administrator_makes_the_accounts, everybody_lands_on_their_own_work, operator_records_the_call_for_the_dispatchers,
    dispatcher_takes_the_first_suggestion,
    unit_signs_and_asks_to_return_it, dispatcher_decides_the_return_with_the_articles_beside,
    dispatcher_dispatches_anew_in_one_step, unit_signs_assigns_and_asks_for_more_time, dispatcher_decides_the_extension,
    supervisor_urges_and_supervises, reply_is_written_against_the_checker, dispatcher_reviews_and_calls_back,
    unit_does_it_again_and_it_goes_to_the_files, caller_and_manager_see_it, nobody_finds_a_page_that_breaks_a_rule,
]


def run(address, folder, password):
    """The checks are one day: each goes on where the one before ended."""
    passed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        day = Day(browser, address, folder, password)
        for check in CHECKS:
            name = check.__name__.replace("_", " ")
            try:
                check(day)
                assert not day.faults, day.faults
                passed += 1
                print(f"ok      {name}", flush=True)
            except Exception:
                message = "".join(traceback.format_exc(limit=-3)).split("\nAria snapshot")[0]
                print(f"FAILED  {name}\n{message}\n{day.faults}", flush=True)
                if folder:
                    for role, page in day.pages.items():
                        page.screenshot(path=folder / f"failed-{role}.png")
                break
        browser.close()
    print(f"{passed} passed, {len(CHECKS) - passed} failed")
    return passed == len(CHECKS)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="paidan-day-") as data:
        made = subprocess.run(
            [sys.argv[1], "user", "add", KEEPER, "--name", "管理张某", "--roles", "管理员", "--data", data, "--json"],
            check=True, capture_output=True, text=True)
        with served(sys.argv[1], flags=["--login"], data=data) as address:
            good = run(address, folder, json.loads(made.stdout)["password"])
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
