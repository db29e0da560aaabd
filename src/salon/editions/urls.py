from django.urls import path

from salon.editions import views

urlpatterns = [path("", views.current, name="current_edition")]
