"""Prints the forms of a folder as a browser does and checks that each fits its pages.

usage: forms.py FOLDER; its files are NAME-PAGES.html. Beside each goes NAME-PAGES.pdf. The last
line is `N passed, N failed`.
"""

import pathlib
import re
import sys

from playwright.sync_api import sync_playwright

# What stands outside of the page that it belongs to, or under the line at its foot.
OUTSIDE = """
[...document.querySelectorAll('.sheet')].flatMap((sheet) => {
  const page = sheet.getBoundingClientRect();
  const foot = sheet.querySelector('.foot').getBoundingClientRect();
  const all = [...sheet.querySelectorAll('*:not(.foot, table, tbody, colgroup, col)')].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.right > page.right + 1 || box.left < page.left - 1 || box.bottom > foot.top + 1;
  });
  const over = [...sheet.querySelectorAll('td, .fill, .letter, .line span')].filter(
    (e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
  const onto = [...sheet.querySelectorAll('.signature')].filter((e) => {
    const text = e.parentElement.querySelector('.text').getBoundingClientRect();
    return text.bottom > e.getBoundingClientRect().top + 1;
  });
  return [...all, ...over, ...onto].map((e) => `${e.tagName}.${e.className}: ${e.textContent.slice(0, 30)}`);
})
"""


def faults(page, file):
    """What is wrong with a printed form."""
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 658, "height": 1002})
    found = page.evaluate(OUTSIDE)
    pdf = page.pdf(path=file.with_suffix(".pdf"), prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    boxes = {tuple(round(float(n)) for n in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)}
    if pages != int(file.stem.rsplit("-", 1)[1]):
        found.append(f"{pages} pages")
    if boxes != {(0, 0, 595, 842)} and boxes != {(0, 0, 596, 842)}:
        found.append(f"not A4: {boxes}")
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    passed, failed = 0, 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for file in sorted(pathlib.Path(sys.argv[1]).glob("*.html")):
            found = faults(page, file)
            passed, failed = passed + (not found), failed + bool(found)
            print(f"{'FAILED' if found else 'ok    '}  {file.stem}", *found[:5], sep="\n        " if found else "", flush=True)
        browser.close()
    print(f"{passed} passed, {failed} failed")
    sys.exit(0 if passed and not failed else 1)


if __name__ == "__main__":
    main()
