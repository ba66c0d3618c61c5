from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "wuhan_smes.audit"
    label = "audit"
    verbose_name = "操作留痕"
