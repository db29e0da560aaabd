"""What joins domains, for people: everything of an edition lives below its name.

`edition`, `party` and `place` in a path are slugs.
"""

from django.urls import URLPattern, URLResolver, include, path

app_name = "portal"

of_edition: list[URLPattern | URLResolver] = []

urlpatterns = [path("<slug:edition>/", include(of_edition))]
