from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "salon.directory"
    label = "directory"
