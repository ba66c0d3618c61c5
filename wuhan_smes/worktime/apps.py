from django.apps import AppConfig


class WorktimeConfig(AppConfig):
    name = "wuhan_smes.worktime"
    label = "worktime"
    verbose_name = "工作日历"
