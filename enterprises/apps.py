from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    label = "enterprises"
    verbose_name = "企业与梯度"

    def ready(self) -> None:
        """Reports read models, which exist only now."""
        from enterprises.reports import REPORTS  # noqa: PLC0415
        from wuhan_smes.reporting.catalogue import catalogue  # noqa: PLC0415

        catalogue.add(*REPORTS)
