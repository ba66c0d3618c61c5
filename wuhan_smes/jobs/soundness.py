"""Whether work ordered is work done: an outbox that nobody empties looks healthy from outside."""

from typing import Final

from wuhan_smes.soundness import Check, Question, asked, register

QUESTIONS: Final = {
    "late": Question(
        "任务 #{0}“{1}”应于 {2} 开始，仍在排队",
        """SELECT id, title, to_char(not_before, 'YYYY-MM-DD HH24:MI') FROM jobs_job
            WHERE state = 'queued' AND not_before < now() - interval '15 minutes' ORDER BY id""",
    ),
    "silent": Question(
        "任务 #{0}“{1}”的办理进程于 {2} 失去联系，无人接手",
        """SELECT id, title, to_char(lease_until, 'YYYY-MM-DD HH24:MI') FROM jobs_job
            WHERE state = 'running' AND lease_until < now() - interval '15 minutes' ORDER BY id""",
    ),
    "failed": Question(
        "定时任务 #{0}“{1}”于 {2} 失败：{3}",
        """SELECT id, title, to_char(finished_at, 'YYYY-MM-DD HH24:MI'), error FROM jobs_job
            WHERE state = 'failed' AND actor_id IS NULL
              AND finished_at > now() - interval '1 day' ORDER BY id""",
    ),
}

register(
    Check(
        "jobs",
        "后台任务",
        lambda: asked(QUESTIONS),
        "请检查 worker 与 beat 进程及 Redis 是否在运行，再到“后台任务”中重试",
    )
)
