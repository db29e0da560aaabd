from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "salon.meetings"
    label = "meetings"

    def ready(self) -> None:
        from salon.meetings import rules  # noqa: F401  registers the predicates
