from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "wuhan_smes.reporting"
    label = "reporting"
    verbose_name = "导出"
