#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config import env

    with env.stopping_in_one_line():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
