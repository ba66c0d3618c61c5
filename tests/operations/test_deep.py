"""What the supervisor of machines is told, when all is well and when it is not."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from wuhan_smes.jobs.models import Job
from wuhan_smes.operations.queries import deep

WORD = "a-word-of-its-own-for-monitors"
BEARS = {"HTTP_AUTHORIZATION": f"Bearer {WORD}"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def word(settings):
    settings.METRICS_TOKEN = WORD


def late_job():
    return Job.objects.create(
        task="jobs.sweep", title="巡检", not_before=timezone.now() - timedelta(hours=1)
    )


def test_without_the_word_there_is_no_such_address(client):
    assert client.get("/deepz").status_code == 404


def test_when_all_is_well_every_part_says_so(client):
    answer = client.get("/deepz", **BEARS)

    told = answer.json()
    assert (answer.status_code, told["well"], told["wrong"]) == (200, True, [])
    assert list(told["parts"]) == [
        "database_writes",
        "migrations_waiting",
        "work_late_seconds",
        "trail_unsealed_seconds",
        "verified_seconds_ago",
        "broker",
    ]
    assert (told["parts"]["database_writes"], told["parts"]["migrations_waiting"]) == (True, 0)


def test_work_that_nobody_begins_is_told(client):
    late_job()

    answer = client.get("/deepz", **BEARS)

    assert (answer.status_code, answer.json()["wrong"]) == (503, ["work_late_seconds"])
    assert 3500 < answer.json()["parts"]["work_late_seconds"] < 3700


def test_tables_behind_the_programs_are_told(client, monkeypatch):
    monkeypatch.setattr(deep, "_migrations", lambda: 2)

    answer = client.get("/deepz", **BEARS)

    assert (answer.status_code, answer.json()["parts"]["migrations_waiting"]) == (503, 2)


def test_a_missing_broker_is_told_and_turns_nobody_away(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/deepz", **BEARS)

    assert (answer.status_code, answer.json()["wrong"]) == (200, ["broker"])


def test_a_database_that_does_not_answer_is_a_part_among_others(client, monkeypatch):
    def away(statement):
        raise DatabaseError(statement)

    monkeypatch.setattr(deep, "_one", away)

    answer = client.get("/deepz", **BEARS)

    assert answer.status_code == 503
    assert "database_writes" in answer.json()["wrong"]
    assert answer.json()["parts"]["broker"] is True
