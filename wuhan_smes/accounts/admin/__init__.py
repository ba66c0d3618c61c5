from wuhan_smes.accounts.admin import units

__all__ = ["units"]
