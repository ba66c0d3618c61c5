"""The one address outside of signing in: /l/ and a secret."""

from django.urls import path

from wuhan_smes.links.pages.visit import LinkPage

urlpatterns = [path("l/<str:secret>/", LinkPage.as_view(), name="link")]
