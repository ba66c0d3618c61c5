"""Headers of every page, and nothing from outside."""

import hashlib
import re
from pathlib import Path

import pytest
from django.test import Client

from tests.factories.accounts import make_user

WEB = Path("wuhan_smes/web")
VENDOR = WEB / "static/web/vendor/echarts"
OUTSIDE = re.compile(r"""(?:src|href|url|import|fetch)\s*[=(]\s*["']?(?:https?:)?//""")


def policy(client: Client, address: str) -> dict[str, set[str]]:
    header = client.get(address)["Content-Security-Policy"]
    parts = (part.split() for part in header.split(";"))
    return {name: set(values) for name, *values in parts}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sign-in/", "/help/", "/profile/", "/no-such-page/"])
def test_no_page_runs_or_frames_what_is_not_ours(client, address):
    client.force_login(make_user("bureau_staff"))

    found = policy(client, address)

    assert found["default-src"] == {"'self'"}
    assert {v for v in found["script-src"] if not v.startswith("'nonce-")} == {"'self'"}
    assert found["style-src-elem"] == {"'self'"}
    assert found["frame-ancestors"] == found["object-src"] == {"'none'"}


@pytest.mark.django_db
def test_only_the_admin_may_evaluate_strings(client):
    client.force_login(make_user("bureau_staff"))

    found = policy(client, "/admin/")

    assert "'unsafe-eval'" in found["script-src"]
    assert "'unsafe-inline'" not in found["script-src"]
    assert found["frame-ancestors"] == {"'none'"}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sign-in/", "/no-such-page/", "/api/v1/schema/", "/admin/"])
def test_every_answer_forbids_guessing_its_type(client, address):
    response = client.get(address)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


def test_the_vendored_chart_library_is_the_published_one():
    digest, name = (VENDOR / "SHA256SUMS").read_text().split()

    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest
    assert (VENDOR / "LICENSE").exists()
    assert (VENDOR / "NOTICE").exists()


def ours() -> list[Path]:
    found = [*Path().glob("wuhan_smes/**/templates/**/*.html")]
    found += [*Path().glob("enterprises/**/*.html"), *Path().glob("measures/**/*.html")]
    return [*found, *WEB.glob("static/web/css/*.css"), *WEB.glob("static/web/js/*.js")]


@pytest.mark.parametrize("path", ours(), ids=str)
def test_no_page_style_or_script_of_ours_asks_another_server(path):
    assert OUTSIDE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [p for p in ours() if p.suffix == ".html"], ids=str)
def test_no_template_carries_script_the_policy_would_refuse(path):
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+=\"|<style[ >]", text) == []
