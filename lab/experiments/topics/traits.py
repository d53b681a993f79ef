"""What tells the engines apart, side by side."""

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import engine_parameter
from lab.experiments.sandbox.pages import read, write
from lab.experiments.sandbox.sandbox import Sandbox
from lab.experiments.sandbox.signed_cookies import decode_without_key


@experiment(
    title="What an engine can do",
    shows="Which engines ask the database, survive an emptied cache, and hide what they keep.",
    parameters=(engine_parameter(),),
    finds={
        "read": "the SQL statements of a request that reads",
        "write": "the SQL statements of a later request that writes",
        "readable_by_the_visitor": "the data can be read in the cookie",
        "second_server_sees": "what a second server reads, with a disk of its own",
        "emptied_cache_leaves": "what is read once the cache was emptied",
    },
)
def engine_traits(sandbox: Sandbox) -> Conclusion:
    """Django documentation, "How to use sessions", "Configuring the session engine"."""
    browser = sandbox.browser()
    browser.open(write)
    sandbox.look("the save")
    reads, writes = browser.open(read).queries, browser.open(write).queries
    here, there = sandbox.folder, sandbox.folder.with_name("second-server")
    there.mkdir()
    sandbox.change("SESSION_FILE_PATH", str(there))
    second = browser.copy("at a second server").open(read).sees
    sandbox.change("SESSION_FILE_PATH", str(here))
    sandbox.empty_the_cache()
    emptied = browser.copy("after the cache was emptied").open(read).sees
    return Conclusion(
        {
            "read": reads,
            "write": writes,
            "readable_by_the_visitor": decode_without_key(browser.cookie) is not None,
            "second_server_sees": second,
            "emptied_cache_leaves": emptied,
        },
        f"A read took {len(reads)} queries, a write {len(writes)}. A second server with a disk "
        f"of its own read {second!r}; after the cache was emptied, {emptied!r} was left.",
    )
