"""What joins domains, for people: everything of an edition lives below its name.

`edition`, `party`, `place`, `exhibitor` and `item` in a path are slugs.
"""

from django.urls import URLPattern, URLResolver, include, path

from salon.portal.views import agenda, equipment, exhibitors, feeds, home, places, report

app_name = "portal"

of_edition: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("plan/", report.report, name="report"),
    path("plan/requests/", report.requests, name="requests"),
    path("parties/", agenda.parties, name="parties"),
    path("parties/<slug:party>/", agenda.party, name="party"),
    path("parties/<slug:party>/requests/", agenda.party_requests, name="party_requests"),
    path("parties/<slug:party>/agenda.pdf", agenda.party_pdf, name="party_pdf"),
    path("parties/<slug:party>/agenda.ics", feeds.party_feed, name="party_feed"),
    path("places/", places.places, name="places"),
    path("places/<slug:place>/", places.place, name="place"),
    path("places/<slug:place>/door.pdf", places.place_pdf, name="place_pdf"),
    path("exhibitors/", exhibitors.exhibitors, name="exhibitors"),
    path("equipment/", exhibitors.catalogue, name="catalogue"),
    path("exhibitors/<slug:exhibitor>/", equipment.exhibitor, name="exhibitor"),
    path("exhibitors/<slug:exhibitor>/<slug:item>/", equipment.item, name="equipment"),
]

urlpatterns = [path("<slug:edition>/", include(of_edition))]
