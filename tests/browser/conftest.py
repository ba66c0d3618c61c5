"""A Chromium, and pages that remember what they asked for and complained about."""

import base64
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tests.live import PASSWORD, LiveSite

# Playwright keeps an event loop in this thread until the session ends; the tests, and what tidies
# up after them, stay synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# A name of this machine to which a browser gives no more than plain http deserves.
PLAIN: Final = "plain.test"
ARGUMENTS: Final = (
    f"--host-resolver-rules=MAP {PLAIN} 127.0.0.1",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE: Final = Path(__file__).parent / "vendor/axe-core/axe.min.js"
# What breaks WCAG 2.2 at level A or AA, and whatever else shuts somebody out. Of a table the first
# rows speak for the others: one template writes them all.
FAULTS: Final = """async (rules) => (await axe.run({exclude: [["tbody tr:nth-child(n+9)"]]}, {
        resultTypes: ["violations"], ...(rules && {runOnly: {type: "rule", values: rules}})
    })).violations
    .filter(v => ["serious", "critical"].includes(v.impact)
        || v.tags.some(tag => /^wcag\\d+a/.test(tag)))
    .map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).join(", ")}`)"""
# Parts of the page that are fetched have come, and charts that can be seen are drawn.
SETTLED: Final = """() => !document.querySelector(".htmx-request")
    && ![...document.querySelectorAll("figure.drawn .chart-canvas")]
        .some(canvas => canvas.clientWidth && canvas.clientHeight && !canvas.firstChild)"""
# Pictures of the guide: small enough to be kept beside the words they belong to.
WIDEST_PICTURE: Final = 1080
AS_WEBP: Final = """async ([png, widest]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    const share = Math.min(1, widest / image.width);
    [canvas.width, canvas.height] = [image.width * share, image.height * share];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/webp", 0.8).split(",")[1];
}"""
OVERFLOW: Final = "() => document.documentElement.scrollWidth - window.innerWidth"
# The telephone and the desk.
WIDTHS: Final = (390, 1440)


@dataclass
class Visitor:
    """One person before one screen."""

    page: Page
    site: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str, until: Literal["load", "networkidle"] = "networkidle") -> int:
        response = self.page.goto(f"{self.site}{path}", wait_until=until)
        assert response is not None
        return response.status

    def look(self, path: str) -> int:
        """Open a page to read it: loaded, with its parts fetched and its charts drawn. Quicker than
        waiting until nothing was asked for half a second, which journeys need.
        """
        status = self.open(path, "load")
        self.page.wait_for_function(SETTLED)
        return status

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        self.open("/sign-in/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(password)
        self.follow(self.page.get_by_role("button", name="登录"))

    def follow(self, way: Locator) -> None:
        """Press what leads to another page, and be there: a press alone returns before the answer
        has come, and what is read next may still be the old page.
        """
        with self.page.expect_event("load"):
            way.click()
        self.page.wait_for_load_state("networkidle")

    def faults(self, *widths: int, name: str = "") -> list[str]:
        """What is too wide and whom the page shuts out, on a telephone and at a desk, or as asked;
        with pictures of that name."""
        before = self.page.viewport_size
        assert before is not None
        found = []
        for width in widths or WIDTHS:
            self.page.set_viewport_size(screen(width))
            found += [f"{width}: {more} px too wide"] if (more := self.overflow()) else []
            found += [f"{width}: {barrier}" for barrier in self.barriers()]
            if name:
                self.shot(f"{name}-{width}")
        self.page.set_viewport_size(before)
        return found

    def shot(self, name: str) -> None:
        """What is on the screen, for the guide or whoever wants to look, where PICTURES says."""
        if not (folder := os.environ.get("PICTURES")):
            return
        png = base64.b64encode(self.page.screenshot()).decode()
        browser = self.page.context.browser
        assert browser is not None
        dark_room = browser.new_page()
        webp = dark_room.evaluate(AS_WEBP, [png, WIDEST_PICTURE])
        dark_room.close()
        (Path(folder) / f"{name}.webp").write_bytes(base64.b64decode(webp))

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return max(0, self.page.evaluate(OVERFLOW))

    def barriers(self, *rules: str) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA, and what is serious or critical besides; by
        `rules` alone, where any are named.
        """
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return self.page.evaluate(FAULTS, list(rules) or None)

    def went_outside(self) -> list[str]:
        ours = (self.site, "data:", "blob:")
        return [url for url in self.requests if not url.startswith(ours)]


def screen(width: int) -> ViewportSize:
    return {"width": width, "height": 844 if width < 600 else 900}


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser, live_site: LiveSite) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors of the demo city: `visitor()` at a desk, `visitor(390)` with a phone."""
    with visitors(browser, live_site.url) as make:
        yield make


@pytest.fixture
def visitor_here(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors of a site that shows the rows of this very test."""
    with visitors(browser, live_server.url) as make:
        yield make


@contextmanager
def visitors(browser: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    contexts = []

    def make(width: int = 1440, *, scripts: bool = True) -> Visitor:
        context = browser.new_context(
            viewport=screen(width),
            locale="zh-CN",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        return Visitor(context.new_page(), site)

    yield make
    for context in contexts:
        context.close()
