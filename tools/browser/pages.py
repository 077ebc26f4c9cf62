"""Checks of the roles' pages: many at once, lists of any length, lost connections, widths, print.

usage: pages.py PAIDAN [FOLDER]; PAIDAN is the built executable or the address of a running service
in the open mode with sample tickets, FOLDER takes the screenshots. The last line is `N passed, N failed`.
"""

import json
import pathlib
import sys
import time
import urllib.request

from playwright.sync_api import expect

import console as desk
from axe import broken_rules
from service import served
from tickets import ask, forgive, record

PAGES = {
    "desk": ("/", "#search-state"), "dispatch": ("/console/dispatch.html", "#queue-state"),
    "unit": ("/console/unit.html", "#queue-state"), "board": ("/console/supervise.html", "#columns"),
    "supervise": ("/console/supervise.html#bench", "#queue-state"), "ledger": ("/console/supervise.html#ledger", "#ledger-state"),
    "tickets": ("/console/tickets.html", "#state"), "users": ("/console/admin.html#users", "#part"),
    "keys": ("/console/admin.html#keys", "#part"), "outbox": ("/console/admin.html#outbox", "#part"),
    "health": ("/console/admin.html#health", "#part"), "progress": ("/console/progress.html", "#ask"),
}
LEAD = "中山市住房和城乡建设局"
MANY = 100_000
TEXT = "小区路灯坏了三天没人修"


def visit(console, name):
    """Opens a page and waits until it has something to show."""
    path, place = PAGES[name]
    # A page that differs only behind the # is not loaded anew.
    console.page.goto("about:blank")
    console.page.goto(console.address + path)
    expect(console.page.locator(place)).not_to_be_empty()
    expect(console.page.locator(".state.loading")).to_have_count(0)


def receive(console, text=TEXT):
    """Records a request as another system does; gives its number."""
    question = urllib.request.Request(
        f"{console.address}/v1/tickets", data=json.dumps({"type": "求助", "text": text, "channel": "网站"}).encode(),
        headers={"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(question, timeout=20) as answer:
        return json.load(answer)["number"]


def act(console, number, command, **fields):
    question = urllib.request.Request(
        f"{console.address}/v1/tickets/{number}:{command}", data=json.dumps(fields).encode(),
        headers={"Content-Type": "application/json"}, method="POST")
    urllib.request.urlopen(question, timeout=20).close()


def first_page_is_small(console):
    """Everything that the first page loads of the console, as it is sent."""
    sizes = []
    console.page.on("response", lambda answer: "/v1/" in answer.url or sizes.append(answer))
    visit(console, "desk")
    total = sum(len(answer.body()) for answer in sizes if answer.status == 200)
    assert 20_000 < total < 200_000, total


def no_page_runs_a_script_that_is_written_into_it(console):
    with urllib.request.urlopen(f"{console.address}/console/dispatch.html", timeout=10) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy, policy
    for name in PAGES:
        visit(console, name)
        inline = console.page.evaluate("[...document.querySelectorAll('script:not([src]), [onclick], [style]:not(.spacer, .spacer *)')].length")
        assert inline == 0, (name, inline)


def every_page_passes_axe(console):
    broken = []
    for name in PAGES:
        visit(console, name)
        broken += broken_rules(console.page, name)
        console.shot(f"40-{name}")
    assert not broken, broken


def every_page_fits(width, height):
    def check(console):
        console.page.set_viewport_size({"width": width, "height": height})
        for name in PAGES:
            visit(console, name)
            wide = console.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (name, wide)
            console.shot(f"41-{width}-{name}")
    check.__name__ = f"every_page_fits_{width}x{height}"
    return check


def failed_answers_are_said_and_tried_again(console):
    """Every list that cannot be read says why, and offers to try again."""
    page = console.page
    problem = json.dumps({"status": 500, "code": "internal-error", "title": "服务内部错误", "detail": "服务出现内部错误，请稍后再试。"})
    places = {"dispatch": ("#queue-state", "v1/tickets?"), "unit": ("#queue-state", "v1/tickets?"), "board": ("#board-state", "v1/tickets?"),
              "ledger": ("#ledger-state", "v1/ledgers/"), "tickets": ("#state", "v1/tickets?"), "users": ("#state", "v1/users"), "outbox": ("#state", "v1/messages")}
    for name, (place, route) in places.items():
        page.route(lambda url, route=route: route in url, lambda sent: sent.fulfill(status=500, content_type="application/problem+json", body=problem))
        page.goto("about:blank")
        page.goto(console.address + PAGES[name][0])
        expect(page.locator(place)).to_contain_text("服务出现内部错误")
        page.unroute_all()
        page.locator(f"{place} button").press("Enter")
        expect(page.locator(place)).not_to_contain_text("服务出现内部错误")
    forgive(console, 500)


def lost_connection_is_said_on_a_queue_and_recovers(console):
    page = console.page
    visit(console, "dispatch")
    console.context.set_offline(True)
    page.locator('[data-view="late"]').press("Enter")
    expect(page.locator("#queue-state")).to_contain_text("连不上服务")
    expect(page.locator("#link")).to_contain_text("连不上服务")
    console.shot("42-offline")
    console.context.set_offline(False)
    expect(page.locator("#queue-state")).to_contain_text("件", timeout=30_000)
    console.faults = [fault for fault in console.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def failing_service_leaves_no_blank_page(console):
    """A page whose first question fails says so; it comes by itself when the service is back."""
    page, failing = console.page, [True]
    page.route("**/v1/session", lambda sent: sent.abort() if failing else sent.fallback())
    page.goto(f"{console.address}/console/dispatch.html")
    expect(page.locator("main")).to_contain_text("连不上服务")
    failing.clear()
    expect(page.locator("#queue-state")).to_be_visible(timeout=30_000)
    console.faults = [fault for fault in console.faults if "ERR_FAILED" not in fault]


def empty_queue_is_said(console):
    visit(console, "dispatch")
    console.press("/")
    console.type("绝无此词")
    expect(console.page.locator("#queue-state")).to_contain_text("没有符合的工单")


def calls_without_a_connection_wait_in_the_browser(console):
    """Two calls are taken while the service is away; both are recorded once when it is back."""
    page = console.page
    before = len(ask(console, "/v1/tickets?limit=200")["items"])
    visit(console, "desk")
    page.locator("#call").focus()
    console.context.set_offline(True)
    for text in ("第一通：路灯坏了", "第二通：井盖没了"):
        page.keyboard.insert_text(text)
        page.locator("#in-type").select_option("求助")
        page.locator("[name=way][value=none]").check()
        console.press("Control+Enter")
        expect(page.locator("#problem")).to_contain_text("已存在本机")
        console.press("F9")
        expect(page.locator("#call")).to_have_value("")
    expect(page.locator("#queued li")).to_have_count(2)
    expect(page.locator("#queued")).to_contain_text("待发 2 通")
    console.shot("43-queued")
    kept = page.evaluate("JSON.parse(localStorage['paidan.queue']).map((call) => call.work.attempt.key)")
    assert len(set(kept)) == 2, kept
    console.context.set_offline(False)
    expect(page.locator('#queued [data-state="sent"]')).to_have_count(2, timeout=30_000)
    expect(page.locator("#queued")).to_contain_text("查询码")
    console.shot("44-sent")
    assert len(ask(console, "/v1/tickets?limit=200")["items"]) == before + 2
    page.reload()
    expect(page.locator('#queued [data-state="sent"]')).to_have_count(2)
    assert len(ask(console, "/v1/tickets?limit=200")["items"]) == before + 2
    for _ in range(2):
        page.locator("#queued button").first.press("Enter")
    expect(page.locator("#queued")).to_be_hidden()
    console.faults = [fault for fault in console.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def judged_by_the_regulation_in_force(console):
    """The operator's page asks by the regulation under which tickets are recorded."""
    number = receive(console)
    wanted = ask(console, f"/v1/tickets/{number}")["profile"]
    visit(console, "desk")
    expect(console.page.locator("#profile")).to_have_value(wanted)
    expect(console.page.locator("#profile option:checked")).to_contain_text("现行")
    console.page.locator("#profile").select_option("nanchang-msa")
    console.page.reload()
    expect(console.page.locator("#profile")).to_have_value(wanted)


def mark(console, numbers):
    for number in numbers:
        console.page.locator(f'#queue-rows [data-number="{number}"] input').check()


def many_are_dispatched_at_once_and_none_is_lost(console):
    page = console.page
    numbers = [receive(console, f"{TEXT}，第 {index} 处") for index in range(4)]
    visit(console, "dispatch")
    page.locator('[data-view="new"]').press("Enter")
    mark(console, numbers)
    # One was dispatched by somebody else in the meantime.
    act(console, numbers[1], "dispatch", lead=LEAD, limit="5个工作日")
    # The third one's connection is lost in the middle.
    lost = []

    def lose(sent):
        if numbers[2] in sent.request.url and not lost:
            lost.append(sent.fetch())
            sent.abort()
        else:
            sent.fallback()

    page.route("**/v1/tickets/*:dispatch", lose)
    page.route("**/healthz", lambda sent: sent.abort() if lost and len(lost) < 2 else sent.fallback())
    page.locator("#queue").focus()
    console.press("b")
    page.locator("#bulk-command").select_option("dispatch")
    page.locator('#bulk-fields [name="lead"]').fill(LEAD)
    page.locator('#bulk-fields [name="limit"]').fill("5个工作日")
    console.shot("45-bulk")
    page.locator("#bulk-box [type=submit]").press("Enter")
    result = page.locator(".bulk-run")
    expect(result.locator(f'[data-number="{numbers[1]}"]')).to_have_attribute("data-state", "refused")
    expect(result.locator(f'[data-number="{numbers[3]}"]')).to_have_attribute("data-state", "waiting")
    page.reload()
    expect(result.locator(f'[data-number="{numbers[3]}"]')).to_have_attribute("data-state", "waiting")
    # It goes on by itself when the service answers again.
    lost.append(True)
    for number in (numbers[0], numbers[2], numbers[3]):
        expect(result.locator(f'[data-number="{number}"]')).to_have_attribute("data-state", "done")
    console.shot("46-bulk-done")
    for number in numbers:
        ticket = ask(console, f"/v1/tickets/{number}")
        assert ticket["state"] == "dispatched" and ticket["record"]["returns"] == 0, ticket
        assert len([step for step in ask(console, f"/v1/tickets/{number}/history")["items"] if step["command"] == "dispatch"]) == 1
    result.get_by_role("button", name="收起结果").press("Enter")
    expect(page.locator("#bulk-open")).to_be_visible()
    forgive(console, 409)
    console.faults = [fault for fault in console.faults if "ERR_FAILED" not in fault]


def queue_is_worked_by_keys_alone(console):
    """From the queue to a dispatched ticket and on to the next one, without a mouse."""
    page = console.page
    place = f"第{time.time_ns() % 10**8}院"
    numbers = [receive(console, f"石岐街道悦来路{place}楼下工地半夜还在打桩") for _ in range(2)]
    visit(console, "dispatch")
    console.press("/")
    console.type(place)
    expect(page.locator("#queue-rows li")).to_have_count(2)
    console.press("Escape", "j")
    first = page.locator("#queue-rows li.active")
    expect(first).to_have_count(1)
    console.press("k")
    number = first.get_attribute("data-number")
    expect(page.locator("#proposals [data-unit]").first).to_be_visible()
    # The suggestions seen may still be those of the row before: the key is pressed until it tells.
    lead = page.locator('[data-form="dispatch"] [name="lead"]')
    page.wait_for_load_state("networkidle")
    for _ in range(40):
        console.press("Alt+1")
        if lead.input_value():
            break
        page.wait_for_timeout(250)
    expect(lead).not_to_have_value("")
    console.press("Control+Enter")
    expect(page.locator("#notice")).to_contain_text("已派发")
    expect(page.locator("#queue-rows li")).to_have_count(1)
    assert ask(console, f"/v1/tickets/{number}")["state"] == "dispatched"
    console.press("n")
    other = next(one for one in numbers if one != number)
    expect(page.locator(f'#queue-rows [data-number="{other}"]')).to_have_class("queue-row row-none active")
    expect(page.locator("#ticket-state")).to_have_text("待派发")
    console.press("]")
    expect(page.locator('[data-view="returns"]')).to_have_attribute("aria-selected", "true")
    expect(page.locator("#queue-state")).to_contain_text("没有")


def what_a_colleague_does_is_seen(console):
    page = console.page
    number = receive(console)
    page.clock.install()
    page.goto(f"{console.address}/console/ticket.html?number={number}")
    expect(page.locator("#ticket-state")).to_have_text("待派发")
    act(console, number, "supplement", text="同事补充了门牌号")
    page.clock.run_for(21_000)
    expect(page.locator("#notice")).to_contain_text("刚才办理了这张工单")
    expect(page.locator("#story")).to_contain_text("同事补充了门牌号")


def list_of_100000_keeps_few_rows_and_scrolls(console):
    """The list asks page by page and holds only what can be seen, however far one scrolls."""
    page, asked = console.page, []

    def answer(sent):
        query = dict(part.split("=", 1) for part in sent.request.url.split("?")[1].split("&"))
        start = int(query.get("cursor", "0"))
        asked.append(start)
        end = min(start + int(query["limit"]), MANY)
        lines = [{"number": f"20260101-{index:06d}", "state": "signed", "state_text": "已签收", "card": ["none", "warning", "yellow", "red"][index % 4],
                  "type": "投诉", "text": f"第 {index} 件，{TEXT}", "lead": LEAD, "region": "石岐街道", "urgent": index % 9 == 0, "supervised": False,
                  "received_at": "2026-01-05T17:30:00+08:00", "due_at": "2026-01-15T17:30:00+08:00"} for index in range(start, end)]
        sent.fulfill(json={"items": lines, "next": str(end) if end < MANY else None})

    page.route("**/v1/tickets?**", answer)
    visit(console, "tickets")
    rows = page.locator("#rows tr")
    expect(rows.first).to_contain_text("第 0 件")
    # As one who holds the scroll bar down; every step a screen long, and the frames are timed.
    slowest = page.evaluate("""async () => {
      const table = document.getElementById('table');
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const times = [];
      for (let step = 0; step < 200; step += 1) {
        const before = performance.now();
        table.scrollTop += table.clientHeight * 4;
        await frame();
        await frame();
        times.push(performance.now() - before);
      }
      times.sort((one, other) => one - other);
      return [Math.round(times[100]), Math.round(times[198])];
    }""")
    count = rows.count()
    assert 5 < count < 80, count
    assert max(asked) > 3_000, max(asked)
    shown = page.evaluate("Number(document.querySelector('#rows tr').textContent.match(/第 (\\d+) 件/)[1])")
    assert shown > 2_000, shown
    print(f"        list: frames {slowest[0]} ms in the middle, {slowest[1]} ms at the 99th percentile, {max(asked) + 200} rows, {count} in the page")
    console.shot("47-long")
    page.locator("#table").focus()
    console.press("Home")
    expect(rows.first).to_contain_text("第 0 件")
    console.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "20260101-000001"
    console.press("PageDown")
    expect(page.locator("#rows tr.active a")).to_be_focused()


def pages_print(console):
    """In print the screen's own furniture is gone and every row that was read is there."""
    page = console.page
    number, _ = record(console)
    for path in (f"/console/ticket.html?number={number}", "/console/tickets.html", "/console/supervise.html", "/console/dispatch.html"):
        page.goto("about:blank")
        page.goto(console.address + path)
        expect(page.locator(".state.loading")).to_have_count(0)
        expect(page.locator("#story .sheet, #rows tr, #columns .column").first).to_be_visible()
        page.emulate_media(media="print")
        for furniture in ("#bar", ".keys-bar", "#todo", "#filters"):
            for place in page.locator(furniture).all():
                expect(place).to_be_hidden()
        if console.folder:
            page.pdf(path=console.folder / f"48-{path.split('/')[2].split('.')[0]}.pdf")
        page.emulate_media(media="screen")


CHECKS = [
    first_page_is_small, judged_by_the_regulation_in_force, no_page_runs_a_script_that_is_written_into_it,
    queue_is_worked_by_keys_alone, many_are_dispatched_at_once_and_none_is_lost, calls_without_a_connection_wait_in_the_browser,
    what_a_colleague_does_is_seen, list_of_100000_keeps_few_rows_and_scrolls, empty_queue_is_said, failing_service_leaves_no_blank_page,
    failed_answers_are_said_and_tried_again, lost_connection_is_said_on_a_queue_and_recovers, pages_print,
    every_page_passes_axe, every_page_fits(1366, 768), every_page_fits(1920, 1080), every_page_fits(420, 800),
]


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    if sys.argv[1].startswith("http://"):
        good = desk.run(sys.argv[1].rstrip("/"), folder, CHECKS)
    else:
        with served(sys.argv[1], flags=["--demo"]) as address:
            good = desk.run(address, folder, CHECKS)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
