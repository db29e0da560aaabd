from django.apps import AppConfig


class ExhibitionConfig(AppConfig):
    name = "salon.exhibition"
    label = "exhibition"
