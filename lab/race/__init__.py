"""The race: every engine does the same requests on this server, in turn.

`tickets`: who races, waits or has to wait. `running`: the race itself. `distance`: what was
measured, were the stores further away. `views`: the pages.
"""
