"""All experiments. A new one is a function in its topic's module and a name here."""

from engines.experiments.caches import cache_down, two_processes
from engines.experiments.changing import appending, counting_visits, what_is_saved
from engines.experiments.cookie_settings import cookie_settings
from engines.experiments.cookies import cookie_overflow, replay_after_sign_out, tampering
from engines.experiments.defaults import one_setting
from engines.experiments.drills import drill
from engines.experiments.eviction import eviction
from engines.experiments.experiment import Experiment
from engines.experiments.expiry import age_none, set_expiry
from engines.experiments.files import missing_file_path
from engines.experiments.installed import missing_installed_app
from engines.experiments.keys import key_rotation
from engines.experiments.lifetime import (
    age_after_last_save,
    browser_close,
    save_every_request,
)
from engines.experiments.middlewares import missing_middleware
from engines.experiments.queries import query_counts
from engines.experiments.remembers import remembers
from engines.experiments.renewing import renewing
from engines.experiments.serializers import serializer_limits
from engines.experiments.sweeping import sweeping
from engines.experiments.traits import engine_traits
from engines.experiments.updates import lost_updates

EXPERIMENTS: dict[str, Experiment] = {
    one.slug: one
    for one in (
        remembers,
        one_setting,
        missing_middleware,
        engine_traits,
        what_is_saved,
        appending,
        counting_visits,
        renewing,
        browser_close,
        age_after_last_save,
        save_every_request,
        cookie_settings,
        set_expiry,
        age_none,
        sweeping,
        missing_file_path,
        missing_installed_app,
        query_counts,
        lost_updates,
        cookie_overflow,
        replay_after_sign_out,
        tampering,
        key_rotation,
        eviction,
        cache_down,
        two_processes,
        serializer_limits,
    )
}

# What a worker runs: also what has a page of its own in the lab.
RUNNABLE = {**EXPERIMENTS, drill.slug: drill}
