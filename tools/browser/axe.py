"""axe-core in a page: which rules of WCAG 2.2 A and AA the page breaks."""

import functools
import importlib.util
import pathlib


@functools.cache
def source():
    folder = importlib.util.find_spec("axe_core_python").submodule_search_locations[0]
    return next(pathlib.Path(folder).rglob("axe.min.js")).read_text()


def broken_rules(page, name):
    """The broken rules with the places that break them; `name` stands before each."""
    page.evaluate(source())
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    return [f"{name}: {rule['id']}: {node['target']}" for rule in found["violations"] for node in rule["nodes"]]
