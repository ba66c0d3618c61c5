"""What the timer says, and when: the rounds nobody orders. Each is safe to run twice."""

from typing import Final

from celery.schedules import crontab

ROUNDS: Final = {
    "jobs.dispatch": {"task": "jobs.dispatch", "schedule": 5.0, "options": {"expires": 5}},
    "audit.seal": {"task": "audit.seal", "schedule": 60.0, "options": {"expires": 60}},
    "audit.archive": {"task": "audit.archive", "schedule": crontab(hour=5, minute=10)},
    "jobs.sweep": {"task": "jobs.sweep", "schedule": 30.0, "options": {"expires": 30}},
    "exchange.clear_rows": {"task": "exchange.clear_rows", "schedule": crontab(hour=2, minute=10)},
    "accounts.clear_sessions": {
        "task": "accounts.clear_sessions",
        "schedule": crontab(hour=2, minute=50),
    },
    "jobs.clear_finished": {
        "task": "jobs.clear_finished",
        "schedule": crontab(hour=2, minute=20),
    },
    "web.forget_keys": {
        "task": "web.forget_keys",
        "schedule": crontab(hour=2, minute=30),
    },
    "files.remove_expired": {
        "task": "files.remove_expired",
        "schedule": crontab(hour=2, minute=40),
    },
    "services.sweep_tickets": {
        "task": "services.sweep_tickets",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "enterprises.refresh_prospects": {
        "task": "enterprises.refresh_prospects",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "services.push_results": {
        "task": "services.push_results",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "services.send_notices": {
        "task": "services.send_notices",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "enterprises.settle_cultivation": {
        "task": "enterprises.settle_cultivation",
        "schedule": crontab(hour=1, minute=20),
    },
    "measures.find_all": {
        "task": "measures.find_all",
        "schedule": crontab(hour=4, minute=30),
    },
    "measures.remind_progress": {
        "task": "measures.remind_progress",
        "schedule": crontab(hour=7, minute=40),
    },
    "enterprises.remind_of_reports": {
        "task": "enterprises.remind_of_reports",
        "schedule": crontab(hour=7, minute=30),
    },
    "services.remind_of_hand_ins": {
        "task": "services.remind_of_hand_ins",
        "schedule": crontab(hour=8, minute=0),
    },
    "enterprises.keep_duties": {
        "task": "enterprises.keep_duties",
        "schedule": crontab(hour=1, minute=40),
    },
    "operations.encipher_leftovers": {
        "task": "operations.encipher_leftovers",
        "schedule": crontab(hour=0, minute=30),
    },
    "operations.verify_nightly": {
        "task": "operations.verify_nightly",
        "schedule": crontab(hour=3, minute=40),
    },
    "worktime.open_coming_years": {
        "task": "worktime.open_coming_years",
        "schedule": crontab(hour=3, minute=10),
    },
}
