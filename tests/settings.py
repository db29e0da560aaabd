"""Salon's settings, in a home of their own that disappears afterwards."""

import atexit
import os
import shutil
import tempfile

os.environ["SALON_HOME"] = _home = tempfile.mkdtemp(prefix="salon-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ.setdefault("SALON_SECRET_KEY", "for-tests-only-" + "0123456789" * 6)

from salon.config.settings import *  # noqa: E402, F403

# Pages are tested without collecting static files first; the tests that measure them do.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
