"""Salon's settings, in a home of their own, which conftest.py removes afterwards."""

import os
import tempfile

os.environ["SALON_HOME"] = tempfile.mkdtemp(prefix="salon-tests-")
os.environ.setdefault("SALON_SECRET_KEY", "for-tests-only-" + "0123456789" * 6)

from salon.config.settings import *  # noqa: F403

# Pages are tested without collecting static files first; the tests that measure them do.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
