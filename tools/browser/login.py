"""Signs in, changes the password and signs out with the keyboard alone.

usage: login.py PAIDAN; PAIDAN is the built executable. The last line is `N passed, N failed`.
"""

import json
import subprocess
import sys
import tempfile
import traceback

from playwright.sync_api import expect, sync_playwright

from axe import broken_rules
from service import served

NAME, NEW = "tester", "Bai-yun-2026"

expect.set_options(timeout=10_000)


def add_user(executable, data):
    """Makes an operator; gives the password made at random."""
    made = subprocess.run(
        [executable, "user", "add", NAME, "--name", "张某", "--roles", "坐席", "--data", data,
         "--json"], check=True, capture_output=True, text=True)
    return json.loads(made.stdout)["password"]


def whoever_is_unknown_is_led_to_the_page(page, address, password):
    page.goto(address)
    expect(page).to_have_url(f"{address}/console/login.html")
    expect(page.locator("#name")).to_be_focused()
    expect(page.locator("#enter")).to_be_enabled()


def axe_finds_nothing(page, address, password):
    broken = broken_rules(page, "login")
    assert not broken, broken


def a_wrong_password_is_told(page, address, password):
    page.keyboard.insert_text(NAME)
    page.keyboard.press("Tab")
    page.keyboard.insert_text("wrong-Pass-1")
    page.keyboard.press("Enter")
    expect(page.locator("#sign-in-state")).to_contain_text("用户名或者口令不对")
    expect(page.locator("#password")).to_be_focused()


def a_password_of_others_is_offered_to_be_changed(page, address, password):
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(password)
    page.keyboard.press("Enter")
    expect(page.locator("#change")).to_be_visible()
    expect(page.locator("#old")).to_be_focused()
    for text in (password, NEW, NEW):
        page.keyboard.insert_text(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#sign-in-state")).to_contain_text("口令已修改")


def the_new_password_opens_the_console(page, address, password):
    page.keyboard.insert_text(NEW)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/")
    expect(page.locator("#who")).to_contain_text("张某")
    page.locator("#call").press("Control+A")
    with page.expect_response("**/v1/suggestions") as answer:
        page.keyboard.insert_text("楼下工地半夜打桩")
    assert answer.value.status == 200
    assert page.evaluate("document.cookie") == "", "a script can read the session"


def signing_out_leaves_nothing(page, address, password):
    page.locator("#who button").press("Enter")
    expect(page).to_have_url(f"{address}/console/login.html")
    assert not page.evaluate("localStorage.getItem('paidan.draft')")
    page.goto(address)
    expect(page).to_have_url(f"{address}/console/login.html")


CHECKS = [
    whoever_is_unknown_is_led_to_the_page, axe_finds_nothing, a_wrong_password_is_told,
    a_password_of_others_is_offered_to_be_changed, the_new_password_opens_the_console,
    signing_out_leaves_nothing,
]


def run(address, password):
    """The checks are one visit: each goes on where the one before ended."""
    passed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(locale="zh-CN").new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        for check in CHECKS:
            name = check.__name__.replace("_", " ")
            try:
                check(page, address, password)
                assert not faults, faults
                passed += 1
                print(f"ok      {name}", flush=True)
            except Exception:
                message = "".join(traceback.format_exc(limit=-2)).split("\nAria snapshot")[0]
                print(f"FAILED  {name}\n{message}", flush=True)
                break
        browser.close()
    print(f"{passed} passed, {len(CHECKS) - passed} failed")
    return passed == len(CHECKS)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="paidan-login-") as data:
        password = add_user(sys.argv[1], data)
        with served(sys.argv[1], flags=["--login"], data=data) as address:
            good = run(address, password)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
