from importlib import import_module

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    label = "measures"
    verbose_name = "政策措施"

    def ready(self) -> None:
        """What is counted of typed records beside reported figures is told by figures.py."""
        import_module("measures.figures")
