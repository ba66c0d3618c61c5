"""Screens of the administration over all enterprises: nothing is counted in full, nothing listed
whole. There is no smaller work to compare them with, so they have limits of their own."""

from collections.abc import Iterator
from urllib.parse import quote

from tests.bench.measure import Row, ms, times, told
from tests.bench.web import Web

RUNS = 15
LIMIT = 0.5
LIST = "/admin/enterprises/enterprise/"
AUTOCOMPLETE = "/admin/autocomplete/?app_label=enterprises&model_name=contact&field_name=enterprise"
SCREENS = {
    LIST: "enterprises, first page",
    f"{LIST}?p=99": "enterprises, last page of those shown",
    f"{LIST}?status__exact=active&size_class__exact=small&p=50": "enterprises, two filters, deep",
    f"{LIST}?q={quote('光电')}": "enterprises, search of two characters",
    f"{LIST}?q={quote('光电')}&status__exact=active": "enterprises, search and filter",
    "/admin/enterprises/recognition/": "titles, first page",
    f"{AUTOCOMPLETE}&term={quote('光电')}": "autocomplete of two characters",
    f"{AUTOCOMPLETE}&term={quote('光电')}&page=9": "autocomplete, page 9",
    AUTOCOMPLETE: "autocomplete, nothing typed",
}


def rows(web: Web) -> Iterator[Row]:
    """Each screen for the bureau's person."""
    for path, name in SCREENS.items():
        found = times(lambda path=path: web.get(path), RUNS)  # type: ignore[misc]
        goal = f"p95 ≤ {ms(LIMIT)}"
        yield Row(f"admin: {name}", told(found), "–", "–", goal, found.p95 <= LIMIT)
