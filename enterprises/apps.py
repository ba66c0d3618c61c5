from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    label = "enterprises"
    verbose_name = "企业与梯度"

    def ready(self) -> None:
        """Every app's merging.py says what becomes of its rows when an enterprise is merged."""
        autodiscover_modules("merging")
