"""Static files as they are served: bundled, minified, hashed, compressed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.management import call_command

from config.bundles import BundleError, bundle_css

LAYERS = "@layer base, components;\n"


@pytest.fixture
def site(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A folder of static files, which `collect` collects."""
    source = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = str(tmp_path / "collected")
    settings.INSTALLED_APPS = ["django.contrib.staticfiles"]
    get_finder.cache_clear()
    yield source
    get_finder.cache_clear()


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_css", ".css").replace("_js", ".js")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def collect(name: str, settings: Any) -> str:
    """The text of the file under its hashed name."""
    call_command("collectstatic", interactive=False, verbosity=0)
    root = Path(settings.STATIC_ROOT)
    hashed = json.loads((root / "staticfiles.json").read_text())["paths"][name]
    assert hashed != name
    assert (root / f"{hashed}.gz").exists() or (root / hashed).stat().st_size < 300
    return (root / hashed).read_text()


def test_components_become_one_stylesheet_in_the_order_of_the_imports(
    site: Path, settings: Any
) -> None:
    write(
        site,
        learn__site_css=f"/* all */\n{LAYERS}"
        '@import url("components/card.css");\n'
        "@import url(components/button.css);\n"
        ".last { top: 0 }",
        learn__components__button_css="@layer components { .button:is(a, b) > i { color: red } }",
        learn__components__card_css="/* a card */ @layer base { .card { color: blue } }",
    )
    assert collect("learn/site.css", settings) == (
        "@layer base,components;@layer base{.card{color:blue}}"
        "@layer components{.button:is(a,b)>i{color:red}}.last{top:0}"
    )


def test_an_import_may_put_a_component_into_a_layer(site: Path, settings: Any) -> None:
    write(
        site,
        site_css='@import url("components/card.css") layer(components);',
        components__card_css=".card { color: blue }",
    )
    assert collect("site.css", settings) == "@layer components{.card{color:blue}}"


def test_a_change_of_a_component_gives_the_bundle_another_name(site: Path, settings: Any) -> None:
    names = []
    for colour in ("red", "blue"):
        write(
            site,
            site_css='@import url("parts/card.css");',
            parts__card_css=f".card{{color:{colour}}}",
        )
        assert colour in collect("site.css", settings)
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        names.append(json.loads(manifest.read_text())["paths"]["site.css"])
    assert names[0] != names[1]


def test_a_file_that_a_component_names_is_named_from_where_the_bundle_is(
    site: Path, settings: Any
) -> None:
    write(
        site,
        learn__site_css='@import url("components/card.css");',
        learn__components__card_css='.card { background: url("../../icon.svg"), url(data:,x) }',
    )
    (site / "icon.svg").write_text("<svg/>")
    text = collect("learn/site.css", settings)
    assert "url(../icon." in text.replace('"', "")
    assert ".svg" in text
    assert "data:,x" in text


def test_a_script_is_minified_and_hashed(site: Path, settings: Any) -> None:
    write(site, learn__site_js="// says\nconst words = 1;\nexport { words };\n")
    text = collect("learn/site.js", settings)
    assert "says" not in text
    assert text.startswith("const words=1")


@pytest.mark.slow
def test_files_of_packages_stay_as_they_are_shipped(settings: Any, site: Path) -> None:
    site.mkdir()
    settings.INSTALLED_APPS = ["django.contrib.staticfiles", "django.contrib.admin"]
    get_finder.cache_clear()
    assert "\n" in collect("admin/css/base.css", settings)


# --- What can't be put together --------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.css": '@import url("b.css");'}, "a.css imports b.css, and there is no such file"),
        (
            {"a.css": '@import url("b.css");', "b.css": '@import url("a.css");'},
            "a.css imports b.css imports a.css",
        ),
        ({"a.css": '@import "b.css" screen;', "b.css": ""}, "a.css: an import that is not"),
    ],
)
def test_a_wrong_import_is_refused_with_what_to_do(files: dict[str, str], says: str) -> None:
    with pytest.raises(BundleError, match=says):
        bundle_css("a.css", files.__getitem__)


def test_an_import_in_a_comment_is_none() -> None:
    text = "/* @import url(gone.css); */ a { top: 0 }"
    assert bundle_css("a.css", {"a.css": text}.__getitem__).strip() == "a { top: 0 }"
