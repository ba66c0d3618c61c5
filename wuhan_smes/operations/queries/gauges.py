"""How much waits, for monitors: counts only, never whose."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection
from prometheus_client.core import GaugeMetricFamily

from wuhan_smes.access import Access
from wuhan_smes.scope import scoped


@dataclass(frozen=True, slots=True)
class Gauge:
    """`sql` answers with a row for each word of `label`, or with one number."""

    name: str
    about: str
    sql: str
    label: str = ""


GAUGES: Final = (
    Gauge(
        "smes_jobs",
        "Background work that is not finished, by state",
        "SELECT state, count(*) FROM jobs_job WHERE state IN ('queued', 'running') GROUP BY state",
        "state",
    ),
    Gauge(
        "smes_jobs_failed_day",
        "Background work that failed within a day",
        """SELECT count(*) FROM jobs_job
            WHERE state = 'failed' AND finished_at > now() - interval '1 day'""",
    ),
    Gauge(
        "smes_oldest_job_seconds",
        "How long the work has waited that should have begun first",
        """SELECT coalesce(extract(epoch FROM now() - min(not_before)), 0) FROM jobs_job
            WHERE state = 'queued' AND not_before < now()""",
    ),
    Gauge(
        "smes_trail_unsealed_seconds",
        "Age of the oldest entry of the trail that is under no seal",
        """SELECT coalesce(extract(epoch FROM now() - min(written_at)), 0) FROM audit_auditevent e
            WHERE id > coalesce((SELECT max(event_id) FROM audit_sealedevent), 0)""",
    ),
    Gauge(
        "smes_pushes_waiting",
        "Results that channels are still to be told",
        "SELECT count(*) FROM services_channeldelivery WHERE state = 'waiting'",
    ),
    Gauge(
        "smes_tickets_overdue",
        "Open tickets past a limit",
        "SELECT count(*) FROM services_ticket WHERE due_at < now()",
    ),
    Gauge(
        "smes_problems_found",
        "Findings of the last nightly verification",
        """SELECT coalesce((SELECT sum(jsonb_array_length(r -> 'findings') + (r ->> 'more')::int)
                              FROM jsonb_array_elements(j.result -> 'rounds') r), 0)
             FROM (SELECT result FROM jobs_job WHERE task = 'operations.verify' AND state = 'done'
                    ORDER BY id DESC LIMIT 1) j""",
    ),
    Gauge(
        "smes_database_bytes",
        "Size of the database on disk",
        "SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relkind IN ('r', 'i', 't')",
    ),
    Gauge(
        "smes_connections",
        "Connections to the database, by state",
        """SELECT coalesce(state, 'none'), count(*) FROM pg_stat_activity
            WHERE datname = current_database() GROUP BY 1""",
        "state",
    ),
)


def families() -> Iterator[GaugeMetricFamily]:
    """Every gauge with what the database says now."""
    with scoped(Access.of_system("监控")), connection.cursor() as cursor:
        for gauge in GAUGES:
            cursor.execute(gauge.sql)
            rows = cursor.fetchall()
            family = GaugeMetricFamily(
                gauge.name, gauge.about, labels=[gauge.label] if gauge.label else []
            )
            for row in rows:
                family.add_metric([str(word) for word in row[:-1]], float(row[-1]))
            yield family
