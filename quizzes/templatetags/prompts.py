"""Prompts in lists."""

from django import template

from learn.markdown import opening

register = template.Library()
register.filter("opening", opening)
