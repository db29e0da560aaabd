"""What joins domains, for people: everything of an edition lives below its name.

What is in angle brackets in a path are slugs.
"""

from django.urls import URLPattern, URLResolver, include, path

from salon.portal.views import (
    agenda,
    calendar,
    cards,
    editions,
    equipment,
    exhibitors,
    feeds,
    home,
    news,
    places,
    plans,
    prepare,
    programme,
    report,
    session,
    showroom,
    visit,
)

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
    path("programme/", programme.programme, name="programme"),
    path("programme.ics", programme.programme_feed, name="programme_feed"),
    path("programme/<slug:session>/", session.session, name="session"),
    path("programme/<slug:session>/session.ics", programme.session_feed, name="session_feed"),
    path("exhibitors/", exhibitors.exhibitors, name="exhibitors"),
    path("equipment/", exhibitors.catalogue, name="catalogue"),
    path("exhibitors/<slug:exhibitor>/", equipment.exhibitor, name="exhibitor"),
    path("exhibitors/<slug:exhibitor>/<slug:item>/", equipment.item, name="equipment"),
    path("showroom/", showroom.showroom, name="showroom"),
    path("showroom/projection/", showroom.projection, name="projection"),
    path("showroom/prepare/", prepare.prepare, name="prepare"),
    path("showroom/prepare/check/", prepare.check, name="prepare_check"),
    path("visit/", visit.visit, name="visit"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.ics", calendar.calendar_feed, name="calendar_feed"),
    path("news/", news.news, name="news"),
    path("news/<slug:news>/", news.news_item, name="news_item"),
    path("news.rss", news.news_feed, name="news_feed"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<slug:venue>/", plans.plan, name="plan"),
    path("card.png", cards.edition_card, name="card"),
    path("card/session/<slug:session>.png", cards.session_card, name="session_card"),
    path("card/exhibitor/<slug:exhibitor>.png", cards.exhibitor_card, name="exhibitor_card"),
    path(
        "card/equipment/<slug:exhibitor>/<slug:item>.png",
        cards.equipment_card,
        name="equipment_card",
    ),
]

urlpatterns = [
    path("editions/", editions.editions, name="editions"),
    path("<slug:edition>/", include(of_edition)),
]
