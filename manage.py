#!/usr/bin/env python
"""The one door to every command of the project."""

import os
import sys

from django.core.management import execute_from_command_line

from wuhan_smes.launcher.commands import database_for
from wuhan_smes.launcher.launch import launch

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuhan_smes.settings")
    if sys.argv[1:] == ["up"]:
        # The launcher only starts programs: reading every app first would double its own time.
        sys.exit(launch(os.environ))
    with database_for(sys.argv[1:]):
        execute_from_command_line(sys.argv)
