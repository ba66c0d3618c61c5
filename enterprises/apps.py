from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    label = "enterprises"
    verbose_name = "企业与梯度"

    def ready(self) -> None:
        """Every app's merging.py says what becomes of its rows when an enterprise is merged; what
        rules may ask of an enterprise is declared by the queries that answer it.
        """
        autodiscover_modules("merging")
        import_module("enterprises.queries.rule_fields")
