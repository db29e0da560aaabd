"""The `salon` command: Django's management commands with Salon's settings."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salon.config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"salon: {error}")
    except KeyboardInterrupt:
        sys.exit(130)  # as a shell reports a command that Ctrl-C ended
