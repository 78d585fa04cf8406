"""Holds the schema that the server serves against the official Python client: what both know must be the same.

Prints as JSON what differs: names the client does not know, bases and values that are others. `schema.py FILE`.
"""

import importlib
import inspect
import json
import keyword
import pkgutil
import sys
import xml.etree.ElementTree as ElementTree

import KalturaClient.Plugins
from KalturaClient import KalturaClient as Client
from KalturaClient import KalturaConfiguration

MODULES = [importlib.import_module(f"KalturaClient.Plugins.{found.name}") for found in pkgutil.iter_modules(KalturaClient.Plugins.__path__)]


def find(name):
    found = (getattr(module, name, None) for module in MODULES)
    return next((candidate for candidate in found if inspect.isclass(candidate)), None)


def spelled(name):
    """The client adds an underscore to what Python keeps for itself."""
    return f"{name}_" if keyword.iskeyword(name) else name


def enums(schema):
    for element in schema.find("enums"):
        name = element.get("name")
        known = find(name)
        if known is None:
            yield f"{name}: unknown"
            continue
        for const in element:
            if str(getattr(known, const.get("name"), None)) != const.get("value"):
                yield f"{name}.{const.get('name')}: the client has {getattr(known, const.get('name'), None)!r}"


def classes(schema):
    for element in schema.find("classes"):
        name, base = element.get("name"), element.get("base")
        known = find(name)
        if known is None:
            yield f"{name}: unknown"
            continue
        if base and base not in [above.__name__ for above in known.__mro__]:
            yield f"{name}: does not descend from {base}"
        fields = vars(known())
        yield from (f"{name}.{field.get('name')}: unknown" for field in element if spelled(field.get("name")) not in fields)


def services(schema):
    client = Client(KalturaConfiguration())
    for element in schema.find("services"):
        known = client
        for step in filter(None, [element.get("plugin"), element.get("name")]):
            known = getattr(known, step, None)
        if known is None:
            yield f"{element.get('name')}: unknown"
            continue
        for action in element:
            method = getattr(known, action.get("name"), None)
            if method is None:
                yield f"{element.get('name')}.{action.get('name')}: unknown"
                continue
            ours = [spelled(argument.get("name")) for argument in action.findall("param")]
            theirs = list(inspect.signature(method).parameters)
            if ours != theirs:
                yield f"{element.get('name')}.{action.get('name')}: takes {ours}, the client sends {theirs}"


def main():
    schema = ElementTree.parse(sys.argv[1]).getroot()
    json.dump([*enums(schema), *classes(schema), *services(schema)], sys.stdout)


main()
