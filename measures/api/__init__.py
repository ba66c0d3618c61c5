from measures.api.views import MeasureViewSet

ROUTES = (("measures", MeasureViewSet),)

__all__ = ["ROUTES", "MeasureViewSet"]
