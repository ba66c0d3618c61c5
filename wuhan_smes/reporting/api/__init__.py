"""Exports and reports over HTTP, one module for each subject."""

from wuhan_smes.reporting.api.catalogue import ROUTES as CATALOGUE
from wuhan_smes.reporting.api.exports import ROUTES as EXPORTS
from wuhan_smes.reporting.api.handing import ROUTES as HANDING
from wuhan_smes.reporting.api.runs import ROUTES as RUNS
from wuhan_smes.reporting.api.views import ROUTES as VIEWS

ROUTES = (*EXPORTS, *CATALOGUE, *RUNS, *HANDING, *VIEWS)
