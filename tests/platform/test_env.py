"""The environment is read once; what is wrong with it is said in a sentence naming the variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wuhan_smes.env import (
    DEMO_ENCRYPTION_KEY,
    Environment,
    EnvironmentRefused,
    MailServer,
)

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "MODE": "production",
    "DATABASE_URL": "postgres://app_web:x@127.0.0.1/smes",
    "SECRET_KEY": "k" * 60,
    "ENCRYPTION_KEYS": "k2026:" + "A" * 43,
    "ALLOWED_HOSTS": "smes.example",
}


def settings_with(**values: str) -> subprocess.CompletedProcess[str]:
    """What reading the settings says in this environment and no other."""
    return subprocess.run(
        [sys.executable, "-c", "import wuhan_smes.settings"],
        env={"PATH": os.environ.get("PATH", os.defpath), **values},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("value", ["1", "true", "YES", "on"])
def test_a_flag_may_be_switched_on_in_several_words(value):
    assert Environment({"DEBUG": value}).flag("DEBUG", default=False)


def test_a_flag_in_other_words_is_refused():
    with pytest.raises(EnvironmentRefused, match="环境变量 DEBUG 有误：“maybe”不是开关值"):
        Environment({"DEBUG": "maybe"}).flag("DEBUG", default=False)


@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_variable_counts_as_unset(value):
    assert Environment({"PORT": value}).number("PORT", 8000) == 8000


@pytest.mark.parametrize("value", ["-1", "70000", "8e3", "八千"])
def test_a_number_out_of_range_is_refused(value):
    with pytest.raises(EnvironmentRefused, match="PORT"):
        Environment({"PORT": value}).number("PORT", 8000, least=1, most=65535)


def test_a_database_address_is_taken_apart():
    url = "postgres://us%40er:p%2Fw@db.example:5433/smes?sslmode=require"

    entry = Environment({"DATABASE_URL": url}).database("DATABASE_URL")

    assert entry == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "smes",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_is_taken_as_the_host():
    entry = Environment({"D": "postgres://u@/smes?host=/run/postgresql"}).database("D")

    assert (entry["HOST"], entry["OPTIONS"]) == ("/run/postgresql", {})


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "未设置"),
        ("mysql://u@h/d", "协议“mysql”不受支持"),
        ("postgres://u@h", "缺少库名"),
        ("postgres://u@h:none/d", "端口应为"),
    ],
)
def test_a_useless_database_address_is_refused(url, why):
    with pytest.raises(EnvironmentRefused, match=f"DATABASE_URL 有误：.*{why}"):
        Environment({"DATABASE_URL": url}).database("DATABASE_URL")


@pytest.mark.parametrize("value", ["", "whsec_", "whsec_short", "k" * 40, "whsec_" + "=" * 40])
def test_a_signing_secret_that_anybody_could_guess_is_refused(value):
    with pytest.raises(EnvironmentRefused, match="LINK_MESSAGE_SECRET"):
        Environment({"LINK_MESSAGE_SECRET": value}).webhook_secret("LINK_MESSAGE_SECRET", "签名")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", MailServer()),
        ("smtp://relay.example:25", MailServer("relay.example", 25)),
        ("smtp://u:p%40w@m.example", MailServer("m.example", 587, "u", "p@w", starts_tls=True)),
        ("smtps://u:p@m.example", MailServer("m.example", 465, "u", "p", is_tls=True)),
    ],
)
def test_a_password_for_mail_goes_over_no_open_line(url, expected):
    assert Environment({"MAIL_URL": url}).mail("MAIL_URL") == expected


@pytest.mark.parametrize("url", ["mail.example", "http://m.example", "smtp://", "smtp://m:none"])
def test_a_useless_mail_address_is_refused(url):
    with pytest.raises(EnvironmentRefused, match="MAIL_URL"):
        Environment({"MAIL_URL": url}).mail("MAIL_URL")


def test_a_complete_production_environment_is_accepted():
    done = settings_with(**PRODUCTION)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "1"),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "too-short"),
        ("SECRET_KEY", "only-for-a-demo-on-this-machine-never-for-real-data"),
        ("ENCRYPTION_KEYS", ""),
        ("ENCRYPTION_KEYS", "k2026:too-short"),
        ("ENCRYPTION_KEYS", DEMO_ENCRYPTION_KEY),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", ""),
        ("MODE", "staging"),
        ("LINK_MESSAGE_SENDER", "console"),
    ],
)
def test_production_refuses_what_only_a_demo_may_do(name, value):
    done = settings_with(**{**PRODUCTION, name: value})

    assert done.returncode == 1
    assert done.stderr.startswith(f"环境变量 {name} 有误：")
    assert "Traceback" not in done.stderr
