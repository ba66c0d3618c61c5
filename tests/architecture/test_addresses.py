"""Every address has its own name: of two with one name, a link silently leads to the wrong one."""

from collections import defaultdict
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def named(resolver: URLResolver) -> Iterator[tuple[str, str, object]]:
    """(name, arguments, view) of every address outside a namespace."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield entry.name, str(sorted(entry.pattern.converters)), entry.callback
        elif not entry.namespace:
            yield from named(entry)


def test_no_two_addresses_share_a_name_and_its_arguments() -> None:
    views = defaultdict(list)
    for name, arguments, view in named(get_resolver()):
        views[name, arguments].append(view)

    assert {name for name, found in views.items() if len(found) > 1} == set()
