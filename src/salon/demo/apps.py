from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration edition; an app only so that it can bring `salon demo`."""

    name = "salon.demo"
    label = "demo"
