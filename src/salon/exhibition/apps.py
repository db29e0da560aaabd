from django.apps import AppConfig


class ExhibitionConfig(AppConfig):
    name = "salon.exhibition"
    label = "exhibition"

    def ready(self) -> None:
        from salon.exhibition import rules  # noqa: F401  registers the predicates
