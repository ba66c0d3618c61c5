"""Rules over HTTP: versions to read, drafts to work on."""

from typing import Final

from wuhan_smes.rulekit.api.rule_drafts import RuleDraftViewSet
from wuhan_smes.rulekit.api.rule_sets import RuleSetViewSet

ROUTES: Final = (("rule-sets", RuleSetViewSet), ("rule-drafts", RuleDraftViewSet))
