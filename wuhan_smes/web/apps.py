from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "wuhan_smes.web"
    label = "web"
    verbose_name = "网页与接口"
