"""What every engine must do: Django's own statements, and the rules of this project.

Each engine is a subclass of three lines. The statements are those that Django makes of its own
engines (`SessionTestsMixin` in tests/sessions_tests/tests.py of Django 6.1.3), each for the usual
methods and for their asynchronous twins. Only Django, pytest and `engines` are needed.
"""

from tests.engines.contract.data import DataContract
from tests.engines.contract.expiry import ExpiryContract
from tests.engines.contract.keys import KeyContract
from tests.engines.contract.merging import MergingContract
from tests.engines.contract.moving import MovingContract
from tests.engines.contract.saving import SavingContract
from tests.engines.contract.server import ServerContract


class Contract(DataContract, SavingContract, KeyContract, ExpiryContract, MovingContract):
    """What holds in every engine, in a signed cookie too."""


class LastWriterWins(Contract, ServerContract):
    """What holds where the session is on a server."""


class ServerSide(LastWriterWins, MergingContract):
    """What holds where, besides, two saves at once are merged."""
