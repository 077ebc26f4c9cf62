"""Walks through the operator's console with the keyboard alone.

usage: console.py PAIDAN [FOLDER]; PAIDAN is the built executable or the address of a running
service, FOLDER takes the screenshots. The last line is `N passed, N failed`.
"""

import contextlib
import json
import pathlib
import sys
import traceback

from playwright.sync_api import expect, sync_playwright

import tickets
from axe import broken_rules
from service import served

CALL = "我住在石岐街道悦来路，楼下工地半夜还在打桩，吵得全家睡不着"
SIZE = {"width": 1366, "height": 768}
LOADED = '[data-unit], [data-answer], .card'

expect.set_options(timeout=20_000)


class Console:
    """One page of the console, and what went wrong in it."""

    def __init__(self, browser, address, folder):
        self.address, self.folder = address, folder
        self.context = browser.new_context(viewport=SIZE, locale="zh-CN")
        self.page = self.context.new_page()
        self.faults = []
        self.foreign = []
        self.page.on("console", self.note)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self.requested)
        self.page.goto(address)
        expect(self.page.locator("#search-state")).not_to_be_empty()

    def note(self, message):
        if message.type in ("error", "warning"):
            self.faults.append(message.text)

    def requested(self, request):
        if not request.url.startswith(self.address):
            self.foreign.append(request.url)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.insert_text(text)

    def call(self, text):
        """Writes a new call and waits for its suggestion."""
        self.press("F2", "Control+A")
        with self.page.expect_response("**/v1/suggestions"):
            self.type(text)
        expect(self.page.locator("#advice").locator(LOADED).first).to_be_visible()

    def search(self, words):
        """Searches and waits for the answer."""
        self.press("F4", "Control+A")
        with self.page.expect_response("**/v1/knowledge?**"):
            self.type(words)

    def focused(self):
        return self.page.evaluate("document.activeElement.id")

    def shot(self, name):
        if self.folder:
            self.page.screenshot(path=self.folder / f"{name}.png")


def starts_ready_to_type(console):
    assert console.focused() == "call", console.focused()
    expect(console.page.locator("#advice .state.empty")).to_be_visible()
    expect(console.page.locator("#link")).to_contain_text("知识")
    console.shot("1-empty")


def call_becomes_a_suggestion(console):
    console.call(CALL)
    expect(console.page.locator("#type")).not_to_be_empty()
    expect(console.page.locator("#advice [data-unit]").first).to_be_visible()
    expect(console.page.locator("#advice .evidence").first).to_be_visible()
    expect(console.page.locator("#spoken")).to_contain_text("建议已更新")
    console.shot("2-suggestion")


def unit_is_taken_and_given_back_by_key(console):
    console.call(CALL)
    unit = console.page.locator("#advice [data-unit]").first.get_attribute("data-unit")
    console.press("Alt+1")
    expect(console.page.locator("#slip-list")).to_contain_text(unit)
    expect(console.page.locator('[aria-pressed="true"]')).to_have_text(unit)
    console.shot("3-taken")
    console.press("Alt+1")
    expect(console.page.locator("#slip")).to_be_hidden()


def knowledge_is_found_by(words):
    def check(console):
        console.search(words)
        first = console.page.locator("#hits li").first
        expect(first).to_contain_text("身份证")
        expect(console.page.locator("#hits mark").first).to_be_visible()
        console.shot(f"4-search-{words}")
    check.__name__ = f"knowledge_is_found_by_{words}"
    return check


def article_opens_beside_and_closes(console):
    page = console.page
    console.call(CALL)
    console.search("身份证")
    expect(page.locator("#hits li").first).to_contain_text("身份证")
    console.press("ArrowDown", "ArrowUp")
    title = page.locator('#hits li[aria-selected="true"] b').inner_text()
    console.press("Enter")
    expect(page.locator("#article h3")).to_have_text(title)
    expect(page.locator("#article .facts")).to_contain_text("出处")
    expect(page.locator("#hits li").first).to_be_visible()
    expect(page.locator("#article")).to_be_focused()
    console.shot("5-article")
    console.press("Escape")
    expect(page.locator("#article")).to_be_hidden()
    assert console.focused() == "search", console.focused()
    console.press("Escape", "Escape")
    assert console.focused() == "call", console.focused()
    assert page.locator("#search").input_value() == ""


def slash_is_a_letter_in_a_field_and_a_key_outside(console):
    console.press("F2", "/")
    assert console.page.locator("#call").input_value().endswith("/")
    console.search("身份证")
    console.press("Enter")
    expect(console.page.locator("#article")).to_be_focused()
    console.press("/")
    assert console.focused() == "search", console.focused()


def return_before_the_hits_opens_the_first(console):
    console.press("F4")
    console.type("身份证")
    console.press("Enter")
    expect(console.page.locator("#article h3")).to_contain_text("身份证")
    expect(console.page.locator("#article")).to_be_focused()


def nothing_found_is_said(console):
    console.search("zzzzqqqqxxxx")
    expect(console.page.locator("#search-state")).to_contain_text("没有找到")
    console.shot("6-nothing-found")


def choose(console, profile):
    """Chooses the regulation by which is judged."""
    expect(console.page.locator("#profile-box")).to_be_visible()
    console.page.locator("#profile").select_option(profile)


def former_hotline_is_found_by(words, number, now):
    """The search says where a merged hotline answers, beside the articles."""
    def check(console):
        page = console.page
        choose(console, "yichun")
        console.search(words)
        card = page.locator(f'#hotlines [data-hotline="{number}"]')
        expect(card.locator("h3")).to_contain_text(number)
        expect(card.locator(".now")).to_contain_text(now)
        expect(card).to_contain_text("宜春办法第")
        console.shot(f"10-hotline-{words}")
        choose(console, "zhongshan")
        expect(page.locator("#hotlines")).to_be_hidden()
        console.press("F4", "Escape")
        expect(page.locator("#hotlines")).to_be_hidden()
    check.__name__ = f"former_hotline_is_found_by_{words}"
    return check


def call_for_a_former_hotline_is_told_where_it_answers(console):
    choose(console, "yichun")
    console.call("我打12358没人接，菜市场的人乱涨价")
    card = console.page.locator("#advice .hotline")
    expect(card).to_have_count(1)
    expect(card.locator("h3")).to_contain_text("12358（价格举报热线）")
    expect(card.locator("h3")).to_contain_text("整体并入")
    expect(card.locator(".now")).to_contain_text("由12345受理")
    expect(console.page.locator("#spoken")).to_contain_text("12358由12345受理")
    console.shot("11-hotline-call")
    choose(console, "zhongshan")
    expect(card).to_have_count(0)


def newest_call_wins(console):
    """The answer to an older text comes after that to a newer one and is dropped."""
    page, held = console.page, []

    def answer(route, kind):
        response = route.fetch()
        body = response.json()
        body["type"]["value"] = kind
        route.fulfill(response=response, body=json.dumps(body))

    def hold(route):
        if "第一句" in route.request.post_data_json["text"]:
            held.append(route)
        else:
            answer(route, "感谢")

    page.route("**/v1/suggestions", hold)
    console.press("F2", "Control+A")
    with page.expect_request("**/v1/suggestions"):
        console.type("第一句")
    console.press("Control+A")
    console.type("第二句话，多谢你们")
    expect(page.locator("#type")).to_contain_text("感谢")
    for route in held:
        # The page has given this request up; whether the answer still goes out does not matter.
        with contextlib.suppress(Exception):
            answer(route, "举报")
    page.wait_for_timeout(500)
    expect(page.locator("#type")).to_contain_text("感谢")
    assert held, "the first text was never asked"


def draft_survives_a_reload(console):
    console.call(CALL)
    console.page.reload()
    expect(console.page.locator("#call")).to_have_value(CALL)
    expect(console.page.locator("#advice").locator(LOADED).first).to_be_visible()


def next_call_empties_and_can_be_undone(console):
    console.call(CALL)
    console.press("Alt+1", "F9")
    expect(console.page.locator("#call")).to_have_value("")
    expect(console.page.locator("#slip")).to_be_hidden()
    expect(console.page.locator("#advice .state.empty")).to_be_visible()
    assert console.page.evaluate("localStorage.getItem('paidan.draft')") is None
    console.page.locator("#undo").focus()
    console.press("Enter")
    expect(console.page.locator("#call")).to_have_value(CALL)


def long_text_is_refused_before_it_is_sent(console):
    console.call(CALL)
    console.type("诉" * 20_001)
    expect(console.page.locator("#call-state")).to_contain_text("最多 20000 字")
    expect(console.page.locator("#as-of")).to_contain_text("未随来电内容更新")
    console.press("F9")


def composing_pinyin_asks_nothing(console):
    """What an input method is still composing is not sent."""
    asked = []
    console.page.on("request", lambda request: asked.append(request.url))
    console.press("F4")
    client = console.context.new_cdp_session(console.page)
    client.send("Input.imeSetComposition", {"text": "shen'fen", "selectionStart": 8, "selectionEnd": 8})
    console.page.wait_for_timeout(400)
    assert not [url for url in asked if "/v1/knowledge" in url], asked
    with console.page.expect_response("**/v1/knowledge?**"):
        client.send("Input.insertText", {"text": "身份证"})


def lost_connection_is_said_and_recovers(console):
    console.call(CALL)
    console.context.set_offline(True)
    console.press("F2", "End")
    console.type("。")
    expect(console.page.locator("#link")).to_contain_text("连不上服务")
    expect(console.page.locator("#call-state")).to_contain_text("连不上服务")
    expect(console.page.locator("#call")).to_have_value(CALL + "。")
    console.shot("7-offline")
    console.context.set_offline(False)
    expect(console.page.locator("#link")).to_contain_text("已恢复", timeout=15_000)
    expect(console.page.locator("#call-state")).to_be_empty()
    console.faults = [fault for fault in console.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def failure_is_said(console):
    problem = {"status": 500, "code": "internal-error", "title": "服务内部错误", "detail": "服务出现内部错误，请稍后再试。"}
    console.page.route("**/v1/suggestions", lambda route: route.fulfill(
        status=500, content_type="application/problem+json", body=json.dumps(problem)))
    console.press("F2")
    console.type("随便说点什么")
    expect(console.page.locator("#advice")).to_contain_text("建议出错")
    expect(console.page.locator("#call-state")).to_contain_text("服务出现内部错误")
    console.shot("8-failed")
    console.faults = [fault for fault in console.faults if "status of 500" not in fault]


def text_from_the_service_stays_text(console):
    console.call('<img src=x onerror="document.title=1"><script>document.title=2</script>工地半夜打桩')
    console.search("<b>身份证</b>")
    console.page.wait_for_timeout(300)
    assert console.page.title() == "坐席工作台 · 派单"
    assert console.page.locator("#advice img, #advice script, #hits b b").count() == 0


def fits(width, height):
    def check(console):
        console.page.set_viewport_size({"width": width, "height": height})
        console.call(CALL)
        console.press("Alt+1")
        console.search("身份证")
        console.press("Enter")
        expect(console.page.locator("#article h3")).to_be_visible()
        wide = console.page.evaluate(
            "[...document.querySelectorAll('*')].filter((e) => !e.closest('.unseen') &&"
            " e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible')"
            ".map((e) => e.id || e.className || e.tagName)")
        assert not wide, wide
        page = console.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert page[0] <= width and page[1] <= height, page
        console.shot(f"9-{width}x{height}")
    check.__name__ = f"fits_{width}x{height}"
    return check


def axe_finds_nothing(console):
    """No rule of WCAG 2.2 A and AA that axe-core can check is broken."""
    console.call(CALL)
    console.press("Alt+1")
    console.search("身份证")
    console.press("Enter")
    expect(console.page.locator("#article h3")).to_be_visible()
    broken = broken_rules(console.page, "desk")
    assert not broken, broken


CHECKS = [
    starts_ready_to_type, call_becomes_a_suggestion, unit_is_taken_and_given_back_by_key,
    knowledge_is_found_by("身份证"), knowledge_is_found_by("shenfenzheng"),
    knowledge_is_found_by("sfz"), article_opens_beside_and_closes,
    slash_is_a_letter_in_a_field_and_a_key_outside,
    return_before_the_hits_opens_the_first, nothing_found_is_said, newest_call_wins,
    former_hotline_is_found_by("12358", "12358", "由12345受理"),
    former_hotline_is_found_by("1235", "12358", "由12345受理"),
    former_hotline_is_found_by("纳税", "12366", "可转接"),
    former_hotline_is_found_by("急救电话", "120", "直接拨打120"),
    call_for_a_former_hotline_is_told_where_it_answers,
    draft_survives_a_reload, next_call_empties_and_can_be_undone,
    long_text_is_refused_before_it_is_sent, composing_pinyin_asks_nothing,
    lost_connection_is_said_and_recovers, failure_is_said, text_from_the_service_stays_text,
    fits(1366, 768), fits(1920, 1080), axe_finds_nothing,
    *tickets.CHECKS,
]


def run(address, folder, checks=None):
    passed, failed = 0, 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for check in checks or CHECKS:
            name = check.__name__.replace("_", " ")
            console = None
            try:
                console = Console(browser, address, folder)
                check(console)
                assert not console.faults, console.faults
                assert not console.foreign, console.foreign
                passed += 1
                print(f"ok      {name}", flush=True)
            except Exception:
                failed += 1
                # Playwright's messages go on with the whole page; its picture is kept instead.
                message = "".join(traceback.format_exc(limit=-2)).split("\nAria snapshot")[0]
                print(f"FAILED  {name}\n{message}", flush=True)
                if console:
                    console.shot(f"failed-{check.__name__}")
            finally:
                if console:
                    console.context.close()
        browser.close()
    print(f"{passed} passed, {failed} failed")
    return failed == 0


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    if sys.argv[1].startswith("http://"):
        good = run(sys.argv[1].rstrip("/"), folder)
    else:
        with served(sys.argv[1]) as address:
            good = run(address, folder)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
