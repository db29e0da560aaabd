from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "salon.editions"
    label = "editions"

    def ready(self) -> None:
        from salon.editions import rules  # noqa: F401  registers the predicates
