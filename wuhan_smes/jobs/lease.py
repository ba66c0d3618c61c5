"""A worker's hold on one job, kept on a second connection that commits at once.

What it writes is seen while the work's own transaction is still open, and survives its rollback.
"""

import logging
import threading
import time
from types import TracebackType
from typing import Any, Final, Self
from uuid import UUID

from django.db import connection

from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused
from wuhan_smes.jobs.rules import HEARTBEAT, LEASE
from wuhan_smes.scope import APPLY, scope_of

logger: Final = logging.getLogger(__name__)
PROGRESS_EVERY_SECONDS: Final = 0.5
BEAT: Final = """
    UPDATE jobs_job SET lease_until = now() + %s, heartbeat_at = now()
     WHERE id = %s AND lease = %s RETURNING cancel_requested_at IS NOT NULL"""
PROGRESS: Final = """
    UPDATE jobs_job
       SET lease_until = now() + %s, heartbeat_at = now(),
           done_count = %s, total_count = %s, message = %s
     WHERE id = %s AND lease = %s RETURNING cancel_requested_at IS NOT NULL"""


class LeaseLost(Exception):
    """Another worker holds the job by now: whatever was done here must not commit."""


class JobCancelled(ActionRefused):
    """Somebody asked for the work to stop."""

    code = "job_cancelled"


class Lease:
    """Beats in the background while the block runs; tells of cancelling and of a lost hold."""

    def __init__(self, job_id: int, token: UUID) -> None:
        self.job_id, self.token = job_id, token
        self._cancelled = self._lost = False
        self._told_at = 0.0
        self._over = threading.Event()
        self._line = connection.get_new_connection(connection.get_connection_params())
        self._line.autocommit = True
        self._heart = threading.Thread(target=self._beat, name=f"job-{job_id}", daemon=True)

    def __enter__(self) -> Self:
        self._heart.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._heart.join()
        self._line.close()

    def check(self) -> None:
        """Raises JobCancelled or LeaseLost when the work must stop."""
        if self._lost:
            raise LeaseLost(self.job_id)
        if self._cancelled:
            raise JobCancelled("任务已按请求取消")

    def tell(self, done: int, total: int | None, message: str) -> None:
        """Show progress, at most twice a second, the last step always; then as `check`."""
        now = time.monotonic()
        if done == total or now - self._told_at >= PROGRESS_EVERY_SECONDS:
            self._told_at = now
            shown = None if total is None else max(total, done)
            self._write(PROGRESS, done, shown, message[:200])
        self.check()

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT.total_seconds()):
            try:
                self._write(BEAT)
            except Exception:
                # The lease may run out; the fence at commit then refuses what was done here.
                logger.exception("job %s: heart-beat failed", self.job_id)

    def _write(self, statement: str, *values: object) -> None:
        with self._line.transaction(), self._line.cursor() as cursor:
            cursor.execute(APPLY, scope_of(Access.of_system("jobs")).values())
            cursor.execute(statement, [LEASE, *values, self.job_id, self.token])
            found: tuple[Any, ...] | None = cursor.fetchone()
        self._lost = found is None
        self._cancelled = self._cancelled or bool(found and found[0])
