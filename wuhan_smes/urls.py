"""Every door of the product."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from enterprises.api.batch_work import ROUTES as BATCH_WORK
from enterprises.api.batches import ROUTES as BATCHES
from enterprises.api.completeness import ROUTES as COMPLETENESS
from enterprises.api.cultivation import ROUTES as CULTIVATION
from enterprises.api.evidence import ROUTES as EVIDENCE
from enterprises.api.gradient import ROUTES as GRADIENT
from enterprises.api.holding import ROUTES as HOLDING
from enterprises.api.inspections import ROUTES as INSPECTIONS
from enterprises.api.milestone_papers import ROUTES as MILESTONE_PAPERS
from enterprises.api.monitoring import ROUTES as MONITORING
from enterprises.api.recognitions import ROUTES as RECOGNITIONS
from enterprises.api.register import ROUTES as REGISTER
from enterprises.api.vocabulary import ROUTES as VOCABULARY
from measures.api import PARTS as MEASURE_PARTS
from measures.api import ROUTES as MEASURES
from services.api.channels import ROUTES as CHANNELS
from services.api.intake import ROUTES as INTAKE
from services.api.links import ROUTES as LINKS
from services.api.policies import ROUTES as TICKET_POLICIES
from services.api.recalculation import ROUTES as RECALCULATION
from services.api.register import ROUTES as STATIONS
from services.api.routes import ROUTES as TICKET_ROUTES
from services.api.service_index import ROUTES as SERVICE_INDEX
from services.api.sheets import ROUTES as SUPERVISIONS
from services.api.ticket_basis import ROUTES as TICKET_BASIS
from services.api.ticket_stats import ROUTES as TICKET_STATS
from services.api.tickets import ROUTES as TICKETS
from services.api.visiting import ROUTES as VISITS
from wuhan_smes.accounts.api import ROUTES as ACCOUNTS
from wuhan_smes.audit.api import ROUTES as TRAIL
from wuhan_smes.exchange.api import FILES as IMPORT_FILES
from wuhan_smes.exchange.api import ROUTES as IMPORTS
from wuhan_smes.jobs.api import ROUTES as JOBS
from wuhan_smes.reporting.api import ROUTES as EXPORTS
from wuhan_smes.rulekit.api import ROUTES as RULES
from wuhan_smes.web.schema_view import SchemaView
from wuhan_smes.worktime.api import ROUTES as CALENDAR

APIS = (  # first what programs ask most
    *REGISTER,
    *RECOGNITIONS,
    *ACCOUNTS,
    *TRAIL,
    *VOCABULARY,
    *BATCHES,
    *BATCH_WORK,
    *HOLDING,
    *MILESTONE_PAPERS,
    *GRADIENT,
    *RULES,
    *COMPLETENESS,
    *CULTIVATION,
    *MONITORING,
    *EVIDENCE,
    *INSPECTIONS,
    *MEASURES,
    *STATIONS,
    *VISITS,
    *TICKETS,
    *TICKET_POLICIES,
    *TICKET_ROUTES,
    *TICKET_STATS,
    *TICKET_BASIS,
    *SERVICE_INDEX,
    *RECALCULATION,
    *LINKS,
    *INTAKE,
    *CHANNELS,
    *SUPERVISIONS,
    *CALENDAR,
    *JOBS,
    *EXPORTS,
    *IMPORTS,
)
router = SimpleRouter(use_regex_path=False)
for prefix, viewset in APIS:
    router.register(prefix, viewset, basename=prefix)
api = [
    *router.urls,
    *IMPORT_FILES,
    *MEASURE_PARTS,
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
]

handler400 = "wuhan_smes.web.failures.bad_request"
handler403 = "wuhan_smes.web.failures.permission_denied"
handler404 = "wuhan_smes.web.failures.page_not_found"
handler500 = "wuhan_smes.web.failures.server_error"
urlpatterns = [
    path("api/v1/", include(api)),  # first, since programs ask most
    path("", include("wuhan_smes.operations.pages.urls")),
    path("", include("enterprises.pages.urls")),
    path("", include("measures.pages.urls")),
    path("", include("services.pages.stations.urls")),
    path("", include("services.pages.visits.urls")),
    path("", include("services.pages.urls")),
    path("", include("services.pages.desks.urls")),
    path("", include("wuhan_smes.exchange.pages.urls")),
    path("", include("wuhan_smes.rulekit.pages.urls")),
    path("", include("wuhan_smes.jobs.pages.urls")),
    path("", include("wuhan_smes.links.pages.urls")),
    path("", include("wuhan_smes.web.urls")),  # before the admin: it replaces its sign-in
    path("admin/", admin.site.urls),
]
