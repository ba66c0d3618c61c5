"""The Celery application; tasks live in each app's tasks.py."""

from celery import Celery

app = Celery("wuhan_smes")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
