from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "salon.portal"
    label = "portal"
