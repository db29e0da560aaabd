from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "salon.core"
    label = "core"

    def ready(self) -> None:
        from salon.core import rules  # noqa: F401  registers the predicates
