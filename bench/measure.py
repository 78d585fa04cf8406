#!/usr/bin/env python3
"""Runs the steps for each peer and writes one JSON file; report.py turns it into docs/benchmarks.md. Started by run.sh.

The server runs on core 0, the load on core 1. CPU is the server's own user and system time over wall time, the median of
three windows. `foreign` is CPU that neither of them used: when it is high, latencies mean little."""
import argparse
import concurrent.futures
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = os.environ["BENCH_WORK"]
PROGRAMS = os.environ["BENCH_PROGRAMS"]
PLENARY = os.environ["PLENARY_BIN"]
TICKS = os.sysconf("SC_CLK_TCK")
HTTP_PORT, RTMP_PORT = 18080, 19350
# As peer.sh starts it.
PARTNER, SECRET = 1101, "0123456789abcdef0123456789abcdef"


# ---- what processes cost

def stat(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()


def members(session):
    """Processes of a session and their CPU ticks."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                fields = stat(name)
            except OSError:
                continue
            if int(fields[3]) == session:
                found.append((int(name), int(fields[11]) + int(fields[12])))
    return found


def session_cpu_s(session):
    return sum(ticks for _, ticks in members(session)) / TICKS


def process_cpu_s(pids):
    total = 0
    for pid in pids:
        try:
            fields = stat(pid)
            total += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return total / TICKS


def memory_mb(session):
    """Proportional set size: shared pages count once."""
    kilobytes = 0
    for pid, _ in members(session):
        try:
            with open(f"/proc/{pid}/smaps_rollup") as file:
                kilobytes += int(re.search(r"Pss:\s+(\d+)", file.read()).group(1))
        except (OSError, AttributeError):
            pass
    return kilobytes / 1024


def machine_busy_s():
    with open("/proc/stat") as file:
        fields = list(map(int, file.readline().split()[1:9]))
    return (sum(fields) - fields[3] - fields[4]) / TICKS


def watch(session, seconds, load, windows=3):
    """Median CPU percentages of the server and of everything that is neither server nor load."""
    own, foreign = [], []
    for _ in range(windows):
        begun, server, loaders, busy = time.time(), session_cpu_s(session), process_cpu_s(load), machine_busy_s()
        time.sleep(seconds / windows)
        span = time.time() - begun
        used = session_cpu_s(session) - server
        own.append(used / span * 100)
        foreign.append((machine_busy_s() - busy - used - (process_cpu_s(load) - loaders)) / span * 100)
    return {"cpu": round(statistics.median(own), 1), "foreign": round(statistics.median(foreign), 1)}


# ---- peers and load

class Peer:
    def __init__(self, name, streams=1):
        self.name, self.folder = name, f"{WORK}/run/{name}"
        kind, _, variant = name.partition("-") if name.startswith("plenary") else (name, "", "")
        self.script = f"{HERE}/peer.sh" if kind == "plenary" else f"{HERE}/peers/{name}.sh"
        self.env = {**os.environ, "STREAMS": str(streams), "HTTP_PORT": str(HTTP_PORT), "RTMP_PORT": str(RTMP_PORT), "PLENARY_VARIANT": variant}

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        started = subprocess.run([self.script, "start", self.folder], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if started.returncode:
            self.__exit__()
            raise RuntimeError(f"{self.name}: {started.stderr.strip()[-400:]}")
        self.said = dict(line.split("=", 1) for line in started.stdout.splitlines() if "=" in line)
        self.session = int(self.said["PID"])
        return self

    def __exit__(self, *_):
        subprocess.run([self.script, "stop", self.folder], env=self.env)

    def playlist(self, index=0):
        hls = self.said["HLS"]
        if hls.startswith("@"):
            with open(hls[1:]) as file:
                return file.read().split()[index]
        return hls.replace("%d", str(index))


def program(name, *args):
    command = ["taskset", "-c", "1", f"{PROGRAMS}/{name}", *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def result(process, timeout=120):
    out, err = process.communicate(timeout=timeout)
    try:
        return json.loads(out.strip().splitlines()[-1])
    except (ValueError, IndexError):
        raise RuntimeError((err or out)[-400:]) from None


def publish(peer, count, seconds):
    """Starts publishers; the moment the first was accepted is in `accepted_ns`."""
    process = program("publishers", "--flv", f"{WORK}/media/media.flv", "--url", peer.said["RTMP"], "--count", count, "--secs", seconds)
    line = process.stderr.readline()
    if not line.startswith("PUBLISHING"):
        process.kill()
        raise RuntimeError(f"{peer.name} refused a publisher: {line.strip()}")
    process.accepted_ns = int(line.split()[1])
    return process


def end(process):
    process.terminate()  # a shell that starts this in the background has SIGINT ignored
    process.communicate()


# ---- steps

def ingest(name, quick):
    rows = []
    for streams in (1, 50):
        with Peer(name, streams) as peer:
            time.sleep(0.5)
            idle = memory_mb(peer.session)
            ramp = min(4, streams * 0.02)
            publishers = publish(peer, streams, ramp + 17 + 14)
            time.sleep(ramp + (6 if quick else 16))  # the window is full: 12 s
            row = watch(peer.session, 7.5, [publishers.pid])
            memory = memory_mb(peer.session)
            fetched = [subprocess.run(["curl", "-sLf", "-m", "3", peer.playlist(index)], stdout=subprocess.PIPE).stdout for index in range(streams)]
            sent = result(publishers)
        row.update(streams=streams, cpu_each=round(row["cpu"] / streams, 2), memory_mb=round(memory, 1), idle_mb=round(idle, 1),
                   memory_each_mb=round((memory - idle) / streams, 2), playlists=sum(text.count(b"#EXT") >= 2 for text in fetched),
                   accepted=sent["ok"], dropped=sent["dropped"], late_p99_ms=sent["late_p99_ms"])
        rows.append(row)
        print("  ingest", name, row, flush=True)
    return rows


def start(name, quick):
    """From the publisher being accepted to the first and third playable item; then latency of joins."""
    firsts, thirds = [], []
    rounds = 3 if quick else 7
    for index in range(rounds):
        with Peer(name) as peer:
            time.sleep(0.3 + 0.2 * (index % 4))
            probe = program("probe", "--first-item", "--url", peer.playlist(), "--max", 15)
            publishers = publish(peer, 1, 40)
            seen = result(probe)
            for key, times in (("first_ns", firsts), ("third_ns", thirds)):
                if seen[key]:
                    times.append((seen[key] - publishers.accepted_ns) / 1e9)
            if index == rounds - 1:
                time.sleep(6)
                joins = result(program("probe", "--url", peer.playlist(), "--sessions", 20))
            end(publishers)
    row = {"first_s": round(statistics.median(firsts), 2) if firsts else None, "first_max_s": round(max(firsts), 2) if firsts else None,
           "third_s": round(statistics.median(thirds), 2) if thirds else None, "rounds": rounds, **joins}
    print("  start", name, row, flush=True)
    return row


def delivery(name, quick):
    rows = []
    with Peer(name) as peer:
        counts = (200,) if quick else (200, 1000)
        publishers = publish(peer, 1, 20 + 22 * len(counts))
        time.sleep(13)
        base = watch(peer.session, 2, [publishers.pid], windows=1)
        for count in counts:
            viewers = program("viewers", "--url", peer.playlist(), "--count", count, "--secs", 12, "--ramp", 4, "--settle", 3)
            viewers.stderr.readline()
            row = watch(peer.session, 11, [publishers.pid, viewers.pid])
            row = {**result(viewers), **row, "base_cpu": base["cpu"], "memory_mb": round(memory_mb(peer.session), 1)}
            rows.append(row)
            print("  delivery", name, row, flush=True)
        end(publishers)
    return rows


def api(name, quick):
    rows = {}
    with Peer(name, 20) as peer:
        ks, entry = peer.said["KS"], peer.said["ENTRY"]
        calls = {"liveStream.get": ("livestream/action/get", {"entryId": entry}, "KalturaLiveStreamEntry"),
                 "liveStream.isLive": ("livestream/action/isLive", {"id": entry}, "false"),
                 "baseEntry.list of one": ("baseentry/action/list", {"filter": {"objectType": "KalturaBaseEntryFilter", "idEqual": entry}}, "KalturaBaseEntryListResponse"),
                 "session.start": ("session/action/start", {"secret": SECRET, "userId": "bench", "type": 2, "partnerId": PARTNER, "expiry": 86400}, '"djJ8'),
                 "a player's start, 5 calls": ("multirequest", player_start(entry), "KalturaMetadataListResponse")}
        for label, (path, arguments, expected) in calls.items():
            own = {} if label in ("session.start", "a player's start, 5 calls") else {"ks": ks}
            body = json.dumps({"format": 1, **own, **arguments})
            load = program("calls", "--url", f"{peer.said['API']}/{path}", "--body", body, "--expect", expected, "--connections", 16, "--secs", 3 if quick else 6)
            load.stderr.readline()
            row = watch(peer.session, 2.4 if quick else 5.4, [load.pid])
            row.update(result(load))
            rows[label] = row
            print("  api", label, row, flush=True)
    return rows


def player_start(entry):
    """What an anonymous player asks before the first segment, and whether it is live."""
    session = {"ks": "{1:result:ks}"}
    fields = "id,referenceId,name,description,dataUrl,duration,flavorParamsIds,type,dvrStatus,externalSourceType,createdAt,updatedAt,endDate,plays,views,downloadUrl,creatorId"
    return {"1": {"service": "session", "action": "startWidgetSession", "widgetId": f"_{PARTNER}"},
            "2": {"service": "baseEntry", "action": "list", **session, "filter": {"redirectFromEntryId": entry}, "responseProfile": {"type": 1, "fields": fields}},
            "3": {"service": "baseEntry", "action": "getPlaybackContext", **session, "entryId": "{2:result:objects:0:id}",
                  "contextDataParams": {"objectType": "KalturaContextDataParams", "flavorTags": "all"}},
            "4": {"service": "metadata_metadata", "action": "list", **session,
                  "filter": {"objectType": "KalturaMetadataFilter", "objectIdEqual": "{2:result:objects:0:id}", "metadataObjectTypeEqual": "1"}},
            "5": {"service": "livestream", "action": "isLive", **session, "id": "{2:result:objects:0:id}"}}


LISTS = {"all, newest first": {"filter": {"orderBy": "-createdAt"}},
         "by owner (500 of them)": {"filter": {"userIdEqual": "owner7"}},
         "by kind and time": {"filter": {"typeEqual": "7", "createdAtGreaterThanOrEqual": 1_700_000_000}},
         "name contains": {"filter": {"nameLike": "load 7"}}}


def lists(name, quick):
    """Pages of 500 out of many entries, one call at a time."""
    many = 5_000 if quick else 100_000
    rows = {}
    with Peer(name, 1) as peer:
        ks, api = peer.said["KS"], peer.said["API"]
        fill(api, ks, many)
        for label, arguments in LISTS.items():
            body = json.dumps({"format": 1, "ks": ks, "pager": {"pageSize": 500}, **arguments})
            load = program("calls", "--url", f"{api}/baseentry/action/list", "--body", body, "--expect", "KalturaBaseEntryListResponse", "--connections", 1, "--secs", 4)
            load.stderr.readline()
            row = result(load)
            rows[label] = {"entries": many, "p50_ms": row["p50_ms"], "p99_ms": row["p99_ms"], "errors": row["errors"]}
            print("  lists", label, rows[label], flush=True)
    return rows


def fill(api, ks, many):
    """Makes entries, in several connections so that commits are shared."""
    def some(start):
        for first in range(start, many, 8 * 50):
            body = {"format": 1, "ks": ks}
            for index in range(first, min(first + 50, many)):
                live = {"objectType": "KalturaLiveStreamEntry", "name": f"load {index}", "mediaType": 201, "userId": f"owner{index % (many // 500)}"}
                body[str(index - first)] = {"service": "livestream", "action": "add", "liveStreamEntry": live, "sourceType": "32"}
            request = urllib.request.Request(f"{api}/multirequest", json.dumps(body).encode(), {"Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=120) as response:
                if b"KalturaAPIException" in response.read():
                    raise RuntimeError("an entry could not be made")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(some, range(0, 8 * 50, 50)))


def codec(name, quick):
    """Writing and reading one live entry, in microseconds."""
    out = subprocess.run(["taskset", "-c", "1", os.environ["CODEC_SPEED"]], stdout=subprocess.PIPE, text=True, check=True)
    row = json.loads(out.stdout)
    print("  codec", row, flush=True)
    return row


def cold(name, quick):
    """From starting the program to the first 200 of /readyz: on an empty folder, and on one that has been used."""
    rows = {"empty": [], "used": []}
    for _ in range(3 if quick else 7):
        folder = f"{WORK}/run/cold"
        shutil.rmtree(folder, ignore_errors=True)
        for key in ("empty", "used"):
            rows[key].append(cold_once(folder))
    rows = {key: {"median_ms": round(statistics.median(times)), "max_ms": round(max(times))} for key, times in rows.items()}
    print("  cold", rows, flush=True)
    return rows


def cold_once(folder):
    begun = time.perf_counter()
    server = subprocess.Popen(["taskset", "-c", "0", PLENARY, "serve", "--data", folder, "--http", f"127.0.0.1:{HTTP_PORT}", "--rtmp", f"127.0.0.1:{RTMP_PORT}"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - begun < 20:
            try:
                with socket.create_connection(("127.0.0.1", HTTP_PORT), 1) as connection:
                    connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    if b" 200 " in connection.recv(64):
                        return (time.perf_counter() - begun) * 1000
            except OSError:
                pass
            time.sleep(0.002)
        raise RuntimeError("never ready")
    finally:
        server.terminate()
        server.wait()


STEPS = {"ingest": (ingest, ["nginx-rtmp", "plenary-ll"]), "start": (start, ["nginx-rtmp", "plenary-plain", "plenary-ll"]),
         "delivery": (delivery, ["nginx-rtmp", "plenary-plain", "plenary-ll"]), "api": (api, ["plenary"]), "lists": (lists, ["plenary"]), "codec": (codec, ["plenary"]), "cold": (cold, ["plenary"])}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("steps", nargs="*", default=list(STEPS))
    parser.add_argument("--out", required=True)
    parser.add_argument("--quick", action="store_true", help="shorter, for trying the kit out")
    args = parser.parse_args()
    unknown = [step for step in args.steps if step not in STEPS]
    if unknown:
        sys.exit(f"no step is named {unknown[0]}; there are {', '.join(STEPS)}")
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    results = {"at": time.strftime("%Y-%m-%d", time.gmtime()), "cores": os.cpu_count(), "cpu": model.group(1) if model else "unknown", "kernel": os.uname().release.split("-")[0], "quick": args.quick}
    failed = False
    for step in args.steps or STEPS:
        run, peers = STEPS[step]
        for peer in peers:
            try:
                results.setdefault(step, {})[peer] = run(peer, args.quick)
            except Exception as problem:  # the other measurements are still worth having
                failed = True
                print(f"  FAILED {step} {peer}: {problem}", flush=True)
            with open(args.out, "w") as file:
                json.dump(results, file, indent=1)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
