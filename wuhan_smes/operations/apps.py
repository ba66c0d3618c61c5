from django.apps import AppConfig
from django.contrib import admin
from django.utils.module_loading import autodiscover_modules


class OperationsConfig(AppConfig):
    name = "wuhan_smes.operations"
    label = "operations"
    verbose_name = "运行维护"

    def ready(self) -> None:
        """Every app's reports.py adds to the catalogue, its soundness.py to what is looked at each
        night and its chapters.py to the guide, once models exist.
        """
        autodiscover_modules("reports", "soundness", "chapters")
        admin.site.index_template = "operations/admin/home.html"
