from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "wuhan_smes.jobs"
    label = "jobs"
    verbose_name = "后台任务"
