from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from salon.core.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    *i18n_patterns(prefix_default_language=False),
]
