"""The look of the admin: plain data for settings, no models in sight."""

from typing import Final

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy

from wuhan_smes.web.product import NAME, SHORT_NAME


def _stylesheet(_: HttpRequest) -> str:
    return static("web/css/admin.css")


def _mark(_: HttpRequest) -> str:
    return static("web/img/mark.svg")


UNFOLD: Final[dict[str, object]] = {
    "SITE_TITLE": NAME,
    "SITE_HEADER": SHORT_NAME,
    "SITE_SUBHEADER": "数据管理",
    "SITE_URL": "/",
    "SITE_ICON": _mark,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _mark}],
    "DASHBOARD_CALLBACK": "wuhan_smes.operations.pages.soundness.for_admin_home",
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "6px",
    "STYLES": [_stylesheet],
    "COLORS": {
        "base": {
            "50": "#f6f8fa",
            "100": "#eef2f7",
            "200": "#d9e0e8",
            "300": "#b9c4d0",
            "400": "#8a97a5",
            "500": "#5f6e7c",
            "600": "#4a5967",
            "700": "#35424f",
            "800": "#22303d",
            "900": "#17222e",
            "950": "#0d151d",
        },
        "primary": {
            "50": "#eef4fb",
            "100": "#e2edf9",
            "200": "#b8cde8",
            "300": "#8fb3dc",
            "400": "#5a8fc4",
            "500": "#2f6fb5",
            "600": "#14457f",
            "700": "#103a6e",
            "800": "#0e3361",
            "900": "#0b284d",
            "950": "#071a33",
        },
    },
    "SIDEBAR": {
        "show_search": True,
        "command_search": False,
        "show_all_applications": False,
        "navigation": "wuhan_smes.web.admin_menu.navigation",
    },
    "ACCOUNT": {
        "navigation": [
            {"title": "个人资料", "link": reverse_lazy("profile")},
            {"title": "修改密码", "link": reverse_lazy("change-password")},
        ],
    },
}
