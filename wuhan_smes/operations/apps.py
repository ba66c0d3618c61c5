from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "wuhan_smes.operations"
    label = "operations"
    verbose_name = "运行维护"
