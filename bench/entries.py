#!/usr/bin/env python3
"""entries.py SERVICE_URL COUNT ll|plain DIR: makes live entries through the API and writes DIR/rtmp.urls (where to publish)
and DIR/hls.urls (playManifest), one address a line. Prints API=, KS= and ENTRY= of the first entry."""
import json
import os
import sys
import urllib.request

service, count, variant, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
partner = int(os.environ["PLENARY_PARTNER_ID"])
ENTRIES_PER_CALL = 50


def call(path, body):
    request = urllib.request.Request(f"{service}/api_v3/service/{path}", json.dumps({**body, "format": 1}).encode(),
                                     {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        answer = json.load(response)
    for one in answer if isinstance(answer, list) else [answer]:
        if isinstance(one, dict) and one.get("objectType") == "KalturaAPIException":
            sys.exit(f"{path}: {one['code']}: {one['message']}")
    return answer


session = {"secret": os.environ["PLENARY_ADMIN_SECRET"], "userId": "bench", "type": 2, "partnerId": partner, "expiry": 86400}
ks = call("session/action/start", session)
entries = []
while len(entries) < count:
    body = {"ks": ks}
    for index in range(min(ENTRIES_PER_CALL, count - len(entries))):
        live = {"objectType": "KalturaLiveStreamEntry", "name": f"load {len(entries) + index}", "mediaType": 201}
        body[str(index)] = {"service": "livestream", "action": "add", "liveStreamEntry": live, "sourceType": "32"}
    entries += call("multirequest", body)

with open(f"{folder}/rtmp.urls", "w") as urls:
    for entry in entries:
        urls.write(f"{entry['primaryBroadcastingUrl']}/{entry['streamName'].replace('%i', '1')}\n")
plain = "/lowLatency/0" if variant == "plain" else ""
with open(f"{folder}/hls.urls", "w") as urls:
    for entry in entries:
        urls.write(f"{service}/p/{partner}/sp/{partner}00/playManifest/entryId/{entry['id']}/protocol/http/format/applehttp{plain}/a.m3u8\n")
print(f"API={service}/api_v3/service\nKS={ks}\nENTRY={entries[0]['id']}")
