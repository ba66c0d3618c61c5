"""A Chromium, and pages that remember what they asked for and complained about."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.live import PASSWORD, LiveSite

# Playwright keeps an event loop in this thread until the session ends; the tests, and what tidies
# up after them, stay synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

ARGUMENTS: Final = (
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
FAULTS: Final = """async () => (await axe.run(document)).violations
    .filter(v => ["serious", "critical"].includes(v.impact))
    .map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).join(", ")}`)"""
OVERFLOW: Final = "() => document.documentElement.scrollWidth - window.innerWidth"


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

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        self.open("/sign-in/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_load_state("networkidle")

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return max(0, self.page.evaluate(OVERFLOW))

    def barriers(self) -> list[str]:
        """What axe finds serious or critical."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return self.page.evaluate(FAULTS)

    def went_outside(self) -> list[str]:
        ours = (self.site, "data:", "blob:")
        return [url for url in self.requests if not url.startswith(ours)]


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
            viewport={"width": width, "height": 844 if width < 600 else 900},
            locale="zh-CN",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        return Visitor(context.new_page(), site)

    yield make
    for context in contexts:
        context.close()
