"""What monitors read: behind a word, complete, and nothing of anybody in it."""

import json
import logging
import re
from pathlib import Path

import pytest

from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise
from wuhan_smes.audit import trail
from wuhan_smes.web.log_lines import as_json

MONITORING = Path(__file__).resolve().parents[2] / "deploy" / "monitoring"
WORD = "a-word-of-its-own-for-monitors"
BEARS = {"HTTP_AUTHORIZATION": f"Bearer {WORD}"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(client, settings):
    """Reads /metrics as the monitor does."""
    settings.METRICS_TOKEN = WORD

    def read() -> str:
        answer = client.get("/metrics", **BEARS)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.mark.parametrize("sent", [{}, {"HTTP_AUTHORIZATION": "Bearer another"}])
def test_without_the_word_there_is_no_such_address(client, settings, sent):
    settings.METRICS_TOKEN = WORD
    assert client.get("/metrics", **sent).status_code == 404


def test_where_no_word_is_set_an_empty_one_opens_nothing(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 404


def test_whatever_the_dashboard_and_the_alerts_ask_for_is_told(told):
    asked = set()
    for path in MONITORING.iterdir():
        asked |= set(re.findall(r"\bsmes_[a-z_]+", path.read_text()))
    json.loads((MONITORING / "grafana.json").read_text())

    missing = {
        name for name in asked if not re.search(rf"^(# TYPE )?{name}[ {{]", told(), re.MULTILINE)
    }

    assert len(asked) >= 10
    assert missing == set()


def test_a_request_is_counted_under_its_route_and_nothing_of_it_is_told(client, told):
    enterprise = make_enterprise()
    client.force_login(make_user("bureau_staff"))
    client.get(f"/enterprises/{enterprise.pk}/?q=张三-13800001111")
    client.get("/enterprises/", {"q": "张三"})
    client.get("/nowhere/13800001111/")

    text = told()

    assert re.search(
        r'smes_request_seconds_count\{method="GET",route="enterprise",status="200"\}', text
    )
    assert 'route="none",status="404"' in text
    assert "张三" not in text
    assert "13800001111" not in text


def test_what_is_slow_is_written_down_without_what_was_asked(client, settings, caplog):
    client.force_login(make_user("bureau_staff"))
    settings.SLOW_SECONDS = 0
    with caplog.at_level(logging.WARNING, "wuhan_smes.requests"):
        client.get("/enterprises/", {"q": "张三13800001111"})

    lines = [record.getMessage() for record in caplog.records]
    assert any(line.startswith("slow request: GET enterprises answered 200") for line in lines)
    assert any("slow statement" in line and "FROM" in line for line in lines)
    assert "13800001111" not in " ".join(lines)
    assert "张三" not in " ".join(lines)


def test_a_line_in_json_carries_the_number_of_its_request():
    record = logging.LogRecord("smes.test", logging.WARNING, __file__, 1, "第 %s 行", (3,), None)
    token = trail.origin.set(trail.Origin("r-1", None))
    try:
        line = json.loads(as_json().format(record))
    finally:
        trail.origin.reset(token)

    assert line["request_id"] == "r-1"
    assert (line["event"], line["level"], line["logger"]) == ("第 3 行", "warning", "smes.test")
