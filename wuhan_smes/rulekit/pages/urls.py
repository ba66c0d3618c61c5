"""Addresses of the rules: versions, and the drafts of coming ones."""

from django.urls import path

from wuhan_smes.rulekit.pages.drafts import ActOnDraft, DraftPage, LinePage, StartDraft
from wuhan_smes.rulekit.pages.versions import ComparePage, RulePage, RulesPage

urlpatterns = [
    path("rules/", RulesPage.as_view(), name="rules"),
    path("rules/compare/", ComparePage.as_view(), name="compare-rules"),
    path("rules/<int:pk>/", RulePage.as_view(), name="rule"),
    path("rules/<int:pk>/start/", StartDraft.as_view(), name="start-rule-draft"),
    path("rules/drafts/<int:pk>/", DraftPage.as_view(), name="rule-draft"),
    path("rules/drafts/<int:pk>/lines/new/", LinePage.as_view(), name="new-rule-line"),
    path("rules/drafts/<int:pk>/lines/<slug:line>/", LinePage.as_view(), name="rule-line"),
    path("rules/drafts/<int:pk>/<slug:act>/", ActOnDraft.as_view(), name="act-on-rule-draft"),
]
