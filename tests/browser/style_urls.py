"""/style as in development, over the settings of production."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(path("", include("salon.core.style")), prefix_default_language=False)
