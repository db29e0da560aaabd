from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from salon.core.views import healthz
from salon.portal.views.sitemap import robots, sitemap

pages: list[URLPattern | URLResolver] = [
    path("", include("salon.editions.urls")),
    path("", include("salon.portal.urls")),
]
if settings.DEBUG:
    pages.insert(0, path("", include("salon.core.style")))

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    *i18n_patterns(*pages, prefix_default_language=False),
]
