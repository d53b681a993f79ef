"""The engines that a site has follow from its caches."""

from engines.registry import configured_engines


def test_each_of_several_caches_has_engines_of_its_own() -> None:
    both = {"default": {"BACKEND": "x.RedisCache"}, "memcached": {"BACKEND": "x.KeptMemcache"}}
    engines = {engine.name: engine for engine in configured_engines(both)}
    assert list(engines)[1:5] == [
        "cache@redis",
        "cache@memcached",
        "cached_db@redis",
        "cached_db@memcached",
    ]
    assert len({engine.prefix for engine in engines.values()}) == len(engines)
    assert engines["cache@memcached"].cache == "memcached"


def test_two_caches_of_one_kind_are_told_apart_by_their_alias() -> None:
    two = {"default": {"BACKEND": "x.RedisCache"}, "sessions": {"BACKEND": "x.RedisCache"}}
    names = [engine.name for engine in configured_engines(two)]
    assert names[1:3] == ["cache@default", "cache@sessions"]
    assert len(set(names)) == len(names)
