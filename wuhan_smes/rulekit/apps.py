from django.apps import AppConfig


class RulekitConfig(AppConfig):
    name = "wuhan_smes.rulekit"
    label = "rulekit"
    verbose_name = "认定规则"
