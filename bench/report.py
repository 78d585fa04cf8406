#!/usr/bin/env python3
"""report.py RESULTS.json: the results as docs/benchmarks.md, with the bars they are held to."""
import json
import sys

with open(sys.argv[1]) as file:
    results = json.load(file)


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" + "--:|" * (len(heads) - 1)]
    return "\n".join(lines + ["| " + " | ".join("–" if cell is None else str(cell) for cell in row) + " |" for row in rows]) + "\n"


def verdict(fine):
    return "met" if fine else "**missed**"


ingest, start, delivery = (results.get(step, {}) for step in ("ingest", "start", "delivery"))
bars = []
if "nginx-rtmp" in ingest and "plenary-ll" in ingest:
    for theirs, ours in zip(ingest["nginx-rtmp"], ingest["plenary-ll"]):
        ratio = ours["cpu"] / theirs["cpu"] if theirs["cpu"] else float("inf")
        bars.append((f"CPU, {ours['streams']} × RTMP in, against nginx-rtmp", "at most 1.5 ×", f"{ratio:.2f} ×", verdict(ratio <= 1.5)))
    for row in ingest["plenary-ll"]:
        bars.append((f"memory per stream, {row['streams']} × RTMP in, 12 s window", "at most 8 MB", f"{row['memory_each_mb']} MB", verdict(row["memory_each_mb"] <= 8)))
if "plenary-ll" in start:
    first = start["plenary-ll"]["first_s"]
    bars.append(("publish start → first playable item", "at most 0.6 s", f"{first} s", verdict(first is not None and first <= 0.6)))
for row in delivery.get("plenary-ll", []):
    if row["viewers"] == 1000:
        fine = row["stalls"] == 0 and row["errors"] + row["http_errors"] == 0 and row["started"] == 1000
        bars.append(("1,000 LL-HLS viewers of one stream on one core", "no stall", f"{row['stalls']} stalls, {row['cpu']} % CPU", verdict(fine)))
if "api" in results:
    row = results["api"]["plenary"]["liveStream.get"]
    bars.append(("liveStream.get with a KS, one core", "at least 10,000 calls/s", f"{row['calls_s']:.0f} calls/s", verdict(row["calls_s"] >= 10_000 and not row["errors"])))
    for call, least in (("session.start", 10_000), ("a player's start, 5 calls", 3_000)):
        if call in results["api"]["plenary"]:
            row = results["api"]["plenary"][call]
            bars.append((f"{call}, one core", f"at least {least:,} calls/s", f"{row['calls_s']:.0f} calls/s", verdict(row["calls_s"] >= least and not row["errors"])))
for label, row in results.get("lists", {}).get("plenary", {}).items():
    bars.append((f"500 of {row['entries']:,} entries: {label}", "at most 20 ms", f"{row['p50_ms']} ms", verdict(row["p50_ms"] <= 20 and not row["errors"])))
if "cold" in results:
    row = results["cold"]["plenary"]["used"]
    bars.append(("cold start to ready", "at most 300 ms", f"{row['median_ms']} ms", verdict(row["median_ms"] <= 300)))

print(f"""# Benchmarks

Made by `cargo xtask bench` on {results['at']}; {results['cores']} cores of {results['cpu']}, Linux {results['kernel']}{', short runs' if results['quick'] else ''}.
The server is pinned to one core, the load to another, everything over loopback, peers one after another in the same run. CPU is per cent of one core, the server's own
user and system time; loopback puts the receiving side of TCP on the sender's bill. *Foreign* is CPU that neither server nor load used: noise.
Memory is the proportional set size. [bench/README.md](../bench/README.md) says how each figure is taken.
""")
if bars:
    print("## Bars\n")
    print(table(["", "bar", "measured", ""], bars))
if ingest:
    print("## Ingest\n\nRTMP of 720p30 at 2 Mbit/s to HLS. Memory per stream is what the streams added, after the window had filled.\n")
    print(table(["server", "streams", "CPU %", "CPU % each", "memory MB", "MB each", "live playlists", "dropped", "foreign %"],
                [(name, row["streams"], row["cpu"], row["cpu_each"], row["memory_mb"], row["memory_each_mb"], row["playlists"], row["dropped"], row["foreign"])
                 for name, rows in ingest.items() for row in rows]))
if start:
    print("## Start and latency\n\nFrom the publisher being accepted to a playlist with one and three playable items. Then players join at different moments: age of the newest frame a\n"
          "viewer can get, and of the first frame a player shows (three segments, or PART-HOLD-BACK, behind the end).\n")
    print(table(["server", "first item s", "(longest)", "third item s", "edge age s", "age at start s", "(longest)", "join ms"],
                [(name, row["first_s"], row["first_max_s"], row["third_s"], row["edge_age_p50_s"], row["start_age_p50_s"], row["start_age_max_s"], row["join_p50_ms"])
                 for name, row in start.items()]))
if delivery:
    print("## Delivery\n\nViewers of one stream. A stall is a viewer whose buffer ran empty. `plain` and nginx-rtmp viewers ask for whole segments, `ll` viewers for each part.\n")
    print(table(["server", "viewers", "CPU %", "media/s", "playlists/s", "MB/s", "media p50 / p99 ms", "age p50 / p99 ms", "stalls", "errors", "load CPU %", "foreign %"],
                [(name, row["viewers"], row["cpu"], round(row["media_s"]), round(row["playlists_s"]), round(row["mbytes_s"]), f"{row['media_p50_ms']} / {row['media_p99_ms']}",
                  f"{row['age_p50_ms']:.0f} / {row['age_p99_ms']:.0f}", row["stalls"], row["errors"] + row["http_errors"], round(row["load_cpu_pct"]), row["foreign"])
                 for name, rows in delivery.items() for row in rows]))
if "api" in results:
    print("## API\n\nThe same JSON call on 16 keep-alive connections.\n")
    print(table(["call", "calls/s", "p50 ms", "p99 ms", "CPU %", "errors", "load CPU %"],
                [(call, f"{row['calls_s']:.0f}", row["p50_ms"], row["p99_ms"], row["cpu"], row["errors"], row["load_cpu_pct"]) for call, row in results["api"]["plenary"].items()]))
if "lists" in results:
    print("## Lists\n\n`baseEntry.list` with a page of 500, one call after the other, answer read to its end.\n")
    print(table(["list", "entries", "p50 ms", "p99 ms"], [(label, row["entries"], row["p50_ms"], row["p99_ms"]) for label, row in results["lists"]["plenary"].items()]))
if "codec" in results:
    print("## Encoding\n\nThe live entry of the guides' `liveStream.add` sample, microseconds on one core: written in each format; read and cast into its class.\n")
    row = results["codec"]["plenary"]
    print(table(["JSON out", "XML out", "PHP out", "JSON in", "form in"], [tuple(row[key] for key in ("encode_json_us", "encode_xml_us", "encode_php_us", "decode_json_us", "decode_form_us"))]))
if "cold" in results:
    print("## Cold start\n\nFrom starting the program to the first 200 of `/readyz`.\n")
    print(table(["data folder", "median ms", "longest ms"], [(key, row["median_ms"], row["max_ms"]) for key, row in results["cold"]["plenary"].items()]))
