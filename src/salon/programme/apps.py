from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "salon.programme"
    label = "programme"
