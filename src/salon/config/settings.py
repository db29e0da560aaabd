"""Settings, all from the environment, with safe defaults. docs/operations.md lists them."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from salon.config.environment import database, flag, secret_key, words

PACKAGE = Path(__file__).resolve().parent.parent

HOME = Path(os.environ.get("SALON_HOME") or ".salon").absolute()
DEBUG = flag("SALON_DEBUG")
HTTPS = flag("SALON_HTTPS")
SECRET_KEY = os.environ.get("SALON_SECRET_KEY") or secret_key(HOME / "secret_key")
ALLOWED_HOSTS = words("SALON_HOSTS", default="localhost 127.0.0.1 [::1]")

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "salon.core",
    "salon.messaging",
    "salon.editions",
    "salon.directory",
    "salon.delegations",
    "salon.exhibition",
    "salon.programme",
    "salon.meetings",
    "salon.demo",
    "salon.portal",
    "salon.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "salon.config.middleware.ContentSecurityPolicy",
    "salon.config.middleware.Compression",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "salon.config.urls"
WSGI_APPLICATION = "salon.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "salon.core.context.site",
            ],
        },
    },
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), HOME / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
LANGUAGES = [
    ("fr", _("French")),
    ("en", _("English")),
    ("tr", _("Turkish")),
    ("ru", _("Russian")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Africa/Bamako"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Cookies, transport and framing. The policy for content is in middleware.py.
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# With SALON_HTTPS a proxy in front ends TLS; it must set this header itself, never pass it on.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "salon": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
