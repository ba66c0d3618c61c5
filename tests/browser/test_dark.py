"""The pages where the system asks for dark: really dark, and as readable as in the light.

Nothing but colours changes, so nothing but colours is asked for again; at which width does not
matter to them, so a role is looked at where it works.
"""

from collections.abc import Callable
from typing import Final

import pytest

from tests.browser.conftest import WIDTHS, Visitor, screen
from tests.browser.test_days import DAYS, FIRST_ROW

pytestmark = pytest.mark.browser
# The admin is drawn by its theme, which has a switch of its own.
OURS: Final = {
    role: [stop for stop in stops if not stop.path.startswith("/admin/")]
    for role, stops in DAYS.items()
}
MORE: Final = {
    "bureau": ("/board/today/", "/board/wall/", "/reports/tier-table/", "/find/?q=科技"),
    "district_east_lake": ("/radar/", "/profile/", "/help/reports/"),
}
OF_COLOURS: Final = ("color-contrast", "link-in-text-block")
ON_THE_WAY: Final = "station"
# How bright the ground of the page is, of 1.
BRIGHTNESS: Final = """() => {
    const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}"""


@pytest.mark.parametrize("role", OURS)
def test_in_the_dark_every_page_of_a_role_is_dark_and_shuts_nobody_out(
    visitor: Callable[..., Visitor], role: str
) -> None:
    telephone, desk = WIDTHS
    person = visitor()
    person.page.emulate_media(color_scheme="dark")
    person.page.set_viewport_size(screen(telephone if role == ON_THE_WAY else desk))
    found: dict[str, list[str]] = {}

    def read(path: str) -> None:
        assert person.look(path) == 200, path
        assert person.page.evaluate(BRIGHTNESS) < 0.2, path
        found[path] = person.barriers(*OF_COLOURS)

    read("/sign-in/")
    person.sign_in(role)
    for stop in OURS[role]:
        read(stop.path)
        if stop.then:
            read(str(person.page.locator(FIRST_ROW).first.get_attribute("href")))
    for path in MORE.get(role, ()):
        read(path)

    assert {path: faults for path, faults in found.items() if faults} == {}
    assert person.complaints == []


def test_in_the_light_the_same_page_is_light(visitor: Callable[..., Visitor]) -> None:
    person = visitor()
    person.open("/sign-in/")

    assert person.page.evaluate(BRIGHTNESS) > 0.8
