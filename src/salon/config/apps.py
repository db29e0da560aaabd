from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The top of the house; an app only so that it can bring `salon serve`."""

    name = "salon.config"
    label = "config"
