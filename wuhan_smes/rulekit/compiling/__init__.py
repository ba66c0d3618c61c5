"""From a rule set to SQL: one statement for one enterprise and for a million."""

from wuhan_smes.rulekit.compiling.statement import Column, Compiled, Reading, compile_rules

__all__ = ["Column", "Compiled", "Reading", "compile_rules"]
