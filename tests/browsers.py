"""The browser of the browser tests: found on this machine, or plainly missed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
PACKAGES: Final = ("chromium", "fonts-noto-cjk")
POSTGRES_15: Final = Path("/usr/lib/postgresql/15/bin/postgres")


def look_for_chromium(root: Path) -> None:
    """Name the browser in CHROMIUM; `make test` may install Debian's, once."""
    found = chromium_on_path()
    if not found and os.environ.get("MAY_INSTALL") and has_browser_tests(root):
        found = install()
    os.environ["CHROMIUM"] = found


def chromium_on_path() -> str:
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def has_browser_tests(root: Path) -> bool:
    return any("mark.browser" in path.read_text() for path in (root / "tests").rglob("test_*.py"))


def install() -> str:
    """One attempt with apt-get, only as root; why it failed is kept for the closing line."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        os.environ["CHROMIUM_MISSED"] = "只有 root 才能自动安装 (installing needs root)"
        return ""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (("update",), ("install", "-y", "--no-install-recommends", *PACKAGES)):
        try:
            done = subprocess.run([apt, "-qq", *arguments], env=env, timeout=400, check=False)
        except subprocess.TimeoutExpired:
            os.environ["CHROMIUM_MISSED"] = "apt-get 超时 (timed out)"
            return ""
        if done.returncode:
            os.environ["CHROMIUM_MISSED"] = f"apt-get {arguments[0]} 失败 (failed)"
            return ""
    return chromium_on_path()


def reason_to_leave_out(item: pytest.Item) -> str:
    """Why this machine cannot run the test; empty when it can."""
    if item.get_closest_marker("browser") and not os.environ.get("CHROMIUM"):
        return "browser"
    if item.get_closest_marker("external") and not has_debian_servers():
        return "external"
    return ""


def has_debian_servers() -> bool:
    return POSTGRES_15.exists() and shutil.which("redis-server") is not None


def sentences() -> Iterator[str]:
    """What the closing lines say about tests left out."""
    if not os.environ.get("CHROMIUM"):
        why = os.environ.get("CHROMIUM_MISSED", "PATH 中没有 Chromium (no Chromium on PATH)")
        yield f"未运行：标记为 browser 的浏览器测试。原因：{why}。"
    if not has_debian_servers():
        yield (
            "未运行：标记为 external 的测试。原因：本机没有 Debian 的 PostgreSQL 15 与 Redis"
            " (Debian's servers are not installed)。"
        )
