from django import template

from engines.figures import milliseconds

register = template.Library()
register.filter("ms", milliseconds)
