from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ExchangeConfig(AppConfig):
    name = "wuhan_smes.exchange"
    label = "exchange"
    verbose_name = "导入"

    def ready(self) -> None:
        """Know every kind of list there is, wherever it is declared."""
        autodiscover_modules("exchange")
