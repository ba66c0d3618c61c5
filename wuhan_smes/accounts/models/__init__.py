from wuhan_smes.accounts.models.factor import SecondFactor
from wuhan_smes.accounts.models.former import FormerPassword
from wuhan_smes.accounts.models.grant import Grant
from wuhan_smes.accounts.models.session import Session
from wuhan_smes.accounts.models.statutory import StatutoryDistrict
from wuhan_smes.accounts.models.token import ApiToken
from wuhan_smes.accounts.models.unit import Agency, Jurisdiction, ServiceStation
from wuhan_smes.accounts.models.user import User

__all__ = [
    "Agency",
    "ApiToken",
    "FormerPassword",
    "Grant",
    "Jurisdiction",
    "SecondFactor",
    "ServiceStation",
    "Session",
    "StatutoryDistrict",
    "User",
]
