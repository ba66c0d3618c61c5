from importlib import import_module

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"
    label = "services"
    verbose_name = "走访与问题"

    def ready(self) -> None:
        """What a leaving specialist holds is told by handovers.py."""
        import_module("services.handovers")
