from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "salon.messaging"
    label = "messaging"
