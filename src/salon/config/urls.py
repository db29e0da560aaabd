from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from salon.core import views as core
from salon.portal.views.media import media
from salon.portal.views.sitemap import robots, sitemap

pages: list[URLPattern | URLResolver] = [
    path("offline/", core.offline, name="offline"),
    path("manifest.webmanifest", core.manifest, name="manifest"),
    path("", include("salon.editions.urls")),
    path("", include("salon.portal.urls")),
]
if settings.DEBUG:
    pages.insert(0, path("", include("salon.core.style")))

urlpatterns = [
    path("healthz", core.healthz, name="healthz"),
    path("sw.js", core.service_worker, name="service_worker"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("media/<slug:edition>/<str:name>", media, name="media"),
    *i18n_patterns(*pages, prefix_default_language=False),
]
