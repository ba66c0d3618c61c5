from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    label = "measures"
    verbose_name = "政策措施"
