from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "wuhan_smes.files"
    label = "files"
    verbose_name = "文件"
