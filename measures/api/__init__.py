from measures.api.past_payments import PastPaymentViewSet
from measures.api.views import MeasureViewSet

ROUTES = (("measures", MeasureViewSet), ("past-payments", PastPaymentViewSet))

__all__ = ["ROUTES", "MeasureViewSet", "PastPaymentViewSet"]
