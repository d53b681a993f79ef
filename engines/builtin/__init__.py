"""The five engines that come with Django, a module each."""
