from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MessagingConfig(AppConfig):
    name = "salon.messaging"
    label = "messaging"

    def ready(self) -> None:
        autodiscover_modules("tasks")  # registers the handlers of every app
