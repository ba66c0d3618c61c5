"""What somebody signed in with, in words: a browser's own line is for nobody to read."""

from typing import Final

# The first that fits; a later one is part of what an earlier one says of itself.
BROWSERS: Final = (
    ("MicroMessenger/", "微信"),
    ("DingTalk/", "钉钉"),
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("QQBrowser/", "QQ 浏览器"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("HarmonyOS", "鸿蒙设备"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "安卓设备"),
    ("Windows", "Windows 电脑"),
    ("Mac OS X", "苹果电脑"),
    ("UOS", "统信电脑"),
    ("Linux", "Linux 电脑"),
)
UNKNOWN: Final = "未知设备"


def device(agent: str) -> str:
    """`Windows 电脑上的 Edge`; what is not known is not guessed."""
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    if system and browser:
        return f"{system}上的 {browser}"
    return system or browser or UNKNOWN
