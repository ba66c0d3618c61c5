from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LinksConfig(AppConfig):
    name = "wuhan_smes.links"
    label = "links"
    verbose_name = "企业办理链接"

    def ready(self) -> None:
        """Know everything an enterprise may be asked to do, wherever it is declared."""
        autodiscover_modules("linked")
