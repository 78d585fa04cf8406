"""The cases of conformance/ through the official Python client, as far as it can say them.

usage: conformance.py

Environment: PLENARY_URL, PLENARY_PARTNER_ID, PLENARY_ADMIN_SECRET. Prints one JSON object: how many cases passed, which failed and why,
and how many the library has no words for. The library is used as it is published.
"""

import glob
import hashlib
import json
import os
import re
import sys
import time
import warnings

from KalturaClient import KalturaClient, KalturaConfiguration
from KalturaClient.Base import KalturaObjectFactory
from KalturaClient.exceptions import KalturaException

URL = os.environ["PLENARY_URL"]
PARTNER = int(os.environ["PLENARY_PARTNER_ID"])
SECRET = os.environ["PLENARY_ADMIN_SECRET"]
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "conformance")
PAGES = ["wire", "session", "live", "entries", "playback", "metadata", "uiconf"]
TIME_TOLERANCE_S = 30
REQUEST_TIMEOUT_S = 20


class Wordless(Exception):
    """The library cannot say this."""


class Differs(Exception):
    """The answer is not as expected."""


def cases():
    for page in PAGES:
        for path in sorted(glob.glob(os.path.join(FOLDER, page, "*.json"))):
            with open(path, encoding="utf8") as file:
                table = json.load(file)
            name = os.path.relpath(path, FOLDER)
            for case in table["cases"]:
                yield from unfold(name, table, case)


STEP = ["call", "with", "as", "keep", "answer", "error", "signal", "entry", "input", "wait"]


def unfold(file, table, case):
    own = case.get("steps") or [{key: case[key] for key in STEP if key in case}]
    columns = {column for row in case.get("rows", []) for column in row}
    for row in case.get("rows") or [None]:
        steps = own if row is None else [filled(step, row, columns)[0] for step in own]
        yield {
            "name": f"{file}: {case['name']}" + ("" if row is None else f" {json.dumps(row, ensure_ascii=False)[:120]}"),
            "skipped": "account" in table or "only" in case or case.get("clients") is False,
            "known": case.get("known"),
            "shared": (file, table.get("given", [])) if table.get("reads") else None,
            "steps": ([] if table.get("reads") else table.get("given", [])) + case.get("given", []) + steps,
        }


def filled(value, row, columns):
    """[value] with the row's columns in place, [] if it is a column that the row leaves out."""
    if isinstance(value, str):
        whole = re.fullmatch(r"\{\{(.*)\}\}", value, re.S)
        if whole and whole.group(1) in columns:
            return [row[whole.group(1)]] if whole.group(1) in row else []
        return [named(value, row)]
    if isinstance(value, list):
        return [[inner for item in value for inner in filled(item, row, columns)]]
    if isinstance(value, dict):
        return [{named(key, row): inner for key, item in value.items() for inner in filled(item, row, columns)}]
    return [value]


def named(text, row):
    for column in sorted(row):
        shown = row[column] if isinstance(row[column], str) else json.dumps(row[column])
        text = text.replace("{{" + column + "}}", shown)
    return text


def plain(value):
    """As a scalar stands in a text."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)


class Memory:
    def __init__(self, run):
        self.run, self.kept, self.ks = run, {}, {}


class Run:
    def __init__(self, callers, memory):
        self.callers, self.memory = callers, memory

    def take(self, steps):
        for step in steps:
            if "call" not in step:
                raise Wordless("only the server itself can do this")
            self.step(step)

    def step(self, step):
        ks = self.session(step.get("as"))
        params = self.fill(step.get("with", {}))
        ks = params.pop("ks", ks)
        try:
            answer = tree(call(step["call"], params, ks))
        except KalturaException as error:
            if "error" not in step:
                raise Differs(f"{step['call']}: the error {error.code} ({error.message})") from error
            self.judge_error(step, self.fill(step["error"]), error)
            return
        if "keep" in step:
            self.memory.kept[step["keep"]] = answer
        if "error" in step:
            raise Differs(f"{step['call']}: expected the error {step['error']}, saw {short(answer)}")
        if "answer" in step:
            wrong = fit(self.fill(step["answer"]), answer, "answer")
            if wrong:
                raise Differs(f"{step['call']}: " + "; ".join(wrong))

    def judge_error(self, step, expected, error):
        code = expected if isinstance(expected, str) else expected["code"]
        if error.code != code:
            raise Differs(f"{step['call']}: expected the error {code}, saw {error.code} ({error.message})")
        message = None if isinstance(expected, str) else expected.get("message")
        if message is not None and error.message.strip() != message.strip():
            raise Differs(f"{step['call']}: expected the message {message!r}, saw {error.message!r}")

    def session(self, caller):
        if isinstance(caller, str):
            caller = self.callers[caller]
        if caller is None:
            return ""
        caller = self.fill(caller)
        if "ks" in caller:
            return caller["ks"]
        key = json.dumps(caller, sort_keys=True)
        if key not in self.memory.ks:
            client = new_client("")
            if "widget" in caller:
                self.memory.ks[key] = client.session.startWidgetSession(f"_{PARTNER}").ks
            else:
                user, kind, expiry = caller.get("user", ""), caller.get("type", 0), caller.get("expiry", 86400)
                self.memory.ks[key] = client.session.start(SECRET, user, kind, PARTNER, expiry, caller.get("privileges", ""))
        return self.memory.ks[key]

    def fill(self, value):
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, dict):
            return {plain(self.text(key)): self.fill(item) for key, item in value.items()}
        return self.text(value) if isinstance(value, str) else value

    def text(self, text):
        found = references(text)
        if len(found) == 1 and len(text) == len(found[0]) + 4:
            return self.of(found[0])
        for one in found:
            text = text.replace("{{" + one + "}}", plain(self.of(one)))
        return text

    def of(self, reference):
        constants = {"run": self.memory.run, "partner": PARTNER, "secret": SECRET, "host": URL.rstrip("/").split("//")[1]}
        if reference in constants:
            return constants[reference]
        offset = re.fullmatch(r"now([+-][0-9]+)?", reference)
        if offset:
            return int(time.time()) + int(offset.group(1) or 0)
        if reference.startswith("ks:"):
            return self.session(reference[3:])
        function = re.fullmatch(r"(md5|sha1|sha256|sha512):(.*)", reference)
        if function:
            text = re.sub(r"\{([^}]*)\}", lambda inner: plain(self.of(inner.group(1))), function.group(2))
            return hashlib.new(function.group(1), text.encode()).hexdigest()
        name, _, path = reference.partition(".")
        return at(self.memory.kept[name], path)


def references(text):
    """What stands between {{ and }}; braces inside belong to a function."""
    return re.findall(r"\{\{((?:[^{}]|\{[^{}]*\})*)\}\}", text)


def at(value, path):
    for key in path.split(".") if path else []:
        if key == "_all":
            rest = path.split("_all.", 1)[1]
            return "".join(plain(at(item, rest)) + "," for item in value)
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def new_client(ks):
    config = KalturaConfiguration()
    config.serviceUrl = URL
    config.requestTimeout = REQUEST_TIMEOUT_S
    client = KalturaClient(config)
    if ks:
        client.setKs(ks)
    return client


# Making a client reads all plugins, so there are two: one that has never seen a session.
NOBODY, ANYBODY = new_client(""), new_client("")
# What belongs to every request, and how the library takes it.
SETTINGS = {"language": "setLanguage", "partnerId": "setPartnerId", "responseProfile": "setResponseProfile"}


def call(name, params, ks):
    """One call by the method of that name, its arguments by theirs."""
    service, _, action = name.partition(".")
    client = ANYBODY if ks else NOBODY
    if ks:
        client.setKs(ks)
    method = find_method(client, service, action)
    names = method.__code__.co_varnames[1 : method.__code__.co_argcount]
    if any(key in SETTINGS and key not in names for key in params):
        client = new_client(ks)  # they stay with a client
        method = find_method(client, service, action)
    arguments = {}
    for key, value in params.items():
        wire = key if key in names else key + "_"
        if wire in names:
            arguments[wire] = said(value)
        elif key in SETTINGS:
            getattr(client, SETTINGS[key])(said(value))
        else:
            raise Wordless(f"{name} has no argument {key}")
    required = names[: len(names) - len(method.__defaults__ or ())]
    if any(one not in arguments for one in required):
        raise Wordless(f"{name} is never called without {required}")
    try:
        return method(**arguments)
    except AttributeError as error:
        if "getValue" in str(error) or "toParams" in str(error):
            raise Wordless("the library wants another type here") from error
        raise


def find_method(client, service, action):
    plugin, _, rest = service.rpartition("_")
    holder = getattr(client, plugin, None) if plugin else client
    found = next((getattr(holder, name) for name in dir(holder) if name.lower() == rest.lower() and name == name.strip("_")), None)
    method = next((getattr(found, name) for name in dir(found) if name.rstrip("_") == action), None) if found is not None else None
    if method is None or not callable(method):
        raise Wordless(f"no method {service}.{action}")
    return method


def said(value):
    """A value as the library takes it."""
    if isinstance(value, list):
        return [said(item) for item in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("objectType")
    if kind not in KalturaObjectFactory.objectFactories:
        raise Wordless(f"no class {kind}")
    made = KalturaObjectFactory.objectFactories[kind]()
    for key, item in value.items():
        if key == "objectType":
            continue
        name, is_null = (key[:-6], True) if key.endswith("__null") else (key, False)
        name = name if hasattr(made, name) else name + "_"
        if not hasattr(made, name):
            raise Wordless(f"{kind} has no {key}")
        setattr(made, name, None if is_null else NotImplemented if item is None else said(item))
    try:
        wire = made.toParams().get()
    except (AttributeError, TypeError) as error:
        raise Wordless("the library wants another type here") from error
    if any(item is not None and key not in wire for key, item in value.items()):
        raise Wordless(f"{kind} does not send what only the server writes")
    return made


def tree(value):
    """An answer as plain data; what was not there is left out."""
    if value is None or value is NotImplemented or isinstance(value, (bool, int, float, str)):
        return None if value is NotImplemented else value
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "getValue"):
        return value.getValue()
    if isinstance(value, (list, tuple)):
        return [tree(item) for item in value]
    if isinstance(value, dict):
        return {key: tree(item) for key, item in value.items()}
    found = {"objectType": type(value).__name__}
    for key, item in vars(value).items():
        if item is not NotImplemented and key not in ("relatedObjects", "PROPERTY_LOADERS"):
            found[key.rstrip("_")] = tree(item)
    return found


def fit(expected, seen, where):
    """XML says no types, so scalars are compared as text."""
    if isinstance(expected, dict):
        [condition, wanted] = next(iter(expected.items()), ("", None))
        if len(expected) == 1 and condition.startswith("$"):
            return [] if holds(condition, wanted, seen) else [f"{where}: expected {condition} {wanted}, saw {short(seen)}"]
        if not isinstance(seen, dict):
            return [f"{where}: expected {expected}, saw {short(seen)}"]
        return [wrong for key, item in expected.items() for wrong in fit(item, seen.get(key), f"{where}.{key}")]
    if expected is None:
        return [] if seen in (None, "", []) else [f"{where}: expected nothing, saw {short(seen)}"]
    if isinstance(expected, list):
        seen = [] if seen is None or seen == "" else seen
        if not isinstance(seen, list) or len(seen) != len(expected):
            return [f"{where}: expected {len(expected)} elements, saw {short(seen)}"]
        return [wrong for index, item in enumerate(expected) for wrong in fit(item, seen[index], f"{where}.{index}")]
    same = plain(expected) == plain(seen) or (is_number(expected) and is_number(seen) and float(expected) == float(seen))
    return [] if same else [f"{where}: expected {expected!r}, saw {short(seen)}"]


def is_number(value):
    return isinstance(value, (int, float)) or (isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) is not None)


def holds(condition, wanted, seen):
    ids = lambda: [plain(item.get("id")) for item in seen or []]
    if condition == "$match":
        return not isinstance(seen, (dict, list)) and re.search(wanted, plain(seen)) is not None
    if condition == "$present":
        return seen not in (None, "")
    if condition == "$empty":
        return seen in (None, "")
    if condition == "$not":
        return bool(fit(wanted, seen, ""))
    if condition == "$time":
        return is_number(seen) and abs(float(seen) - wanted) <= TIME_TOLERANCE_S
    if condition == "$above":
        return is_number(seen) and float(seen) > wanted
    if condition == "$size":
        return len(seen or []) == wanted
    if condition == "$has":
        return all(any(not fit(item, one, "") for one in seen or []) for item in wanted)
    if condition == "$ids":
        return ids() == [plain(item) for item in wanted]
    if condition == "$idSet":
        return sorted(ids()) == sorted(plain(item) for item in wanted)
    if condition == "$exactly":
        return not fit(wanted, seen, "") and all(key in wanted or item in (None, "", []) for key, item in seen.items())
    if condition == "$json":
        return not fit(wanted, json.loads(seen), "")
    raise Wordless(f"no condition {condition}")


def short(value):
    return json.dumps(value, ensure_ascii=False, default=str)[:200]


def main():
    warnings.simplefilter("ignore")
    with open(os.path.join(FOLDER, "callers.json"), encoding="utf8") as file:
        callers = json.load(file)
    report = {"passed": 0, "failed": [], "wordless": 0, "known": 0}
    begun = {}
    stamp = f"p{int(time.time()) % 100000}"
    for number, case in enumerate(cases()):
        if case["skipped"]:
            report["wordless"] += 1
            continue
        memory = Memory(f"{stamp}n{number}x")
        try:
            if case["shared"]:
                file, given = case["shared"]
                if file not in begun:
                    begun[file] = memory
                    try:
                        Run(callers, memory).take(given)
                    except Wordless:
                        begun[file] = None
                if begun[file] is None:
                    raise Wordless("its beginning cannot be said")
                memory = begun[file]
            Run(callers, memory).take(case["steps"])
            report["passed"] += 1
        except Wordless:
            report["wordless"] += 1
        except Exception as error:  # whatever goes wrong, the case that it belongs to is what one wants to know
            if case["known"]:
                report["known"] += 1
            else:
                report["failed"].append(f"{case['name']}: {type(error).__name__} {error}")
    json.dump(report, sys.stdout)


main()
