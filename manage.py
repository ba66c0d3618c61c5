#!/usr/bin/env python
"""The one door to every command of the project."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuhan_smes.settings")
    execute_from_command_line(sys.argv)
