from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "wuhan_smes.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        """Know every kind of work also where it is only ordered, never done."""
        autodiscover_modules("tasks")
