from services.admin import policies, routes, stations, tickets, visits

__all__ = ["policies", "routes", "stations", "tickets", "visits"]
