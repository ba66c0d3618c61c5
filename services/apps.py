from importlib import import_module

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"
    label = "services"
    verbose_name = "走访与问题"

    def ready(self) -> None:
        """What a leaving specialist holds is told by handovers.py, what is counted of the daily
        work beside reported figures by figures.py, what is built on a registration by building.py,
        what a key can be bound to by bindings.py, who looks after an enterprise by carers.py, who
        opens a ticket for an objection to a payment by objections.py, who tells a unit of its
        commitments by progress.py.
        """
        import_module("services.building")
        import_module("services.carers")
        import_module("services.handovers")
        import_module("services.figures")
        import_module("services.bindings")
        import_module("services.objections")
        import_module("services.progress")
