//! Bad input gets a clear error in the caller's format, and nothing else suffers from it.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { Api, addWebcast, adminApi, errorCode } from "./api.mjs";
import { pageState } from "./attendee.mjs";
import { Encoder, keyOf } from "./encoder.mjs";
import { forge, makeKs } from "./ks.mjs";
import { master, media } from "./playlist.mjs";
import { closed, post, request, socket, sockets } from "./raw.mjs";
import { ADMIN_SECRET, PARTNER, startServer } from "./server.mjs";
import { until, within } from "./until.mjs";

const FORMATS = { JSON: 1, XML: 2 };
const CONTENT_TYPE = { JSON: /^application\/json/, XML: /^text\/xml/ };
/** Connections that only wait, on both ports together. */
const IDLE_SOCKETS = 3000;
/** A call beside all of them takes at most this long. */
const CALL_SECONDS = 2;
/** Larger than any body that a client of these services has reason to send. */
const OVERSIZED_BYTES = 96 * 1024 * 1024;

test("bad input is answered, and nothing is lost", { timeout: 150_000 }, async (t) => {
  const server = await startServer(t);
  const admin = await adminApi(server);
  const anybody = new Api(server.url);
  const entry = await addWebcast(admin, { name: "Keeps running" });
  const profile = (await admin.call("metadata_metadataprofile.list", { filter: { systemNameEqual: "KMS_KWEBCAST2" } })).objects[0];
  const encoder = new Encoder(entry.primaryBroadcastingUrl, keyOf(entry.streamName));
  t.after(() => encoder.kill());
  const playlist = async () => media((await master(new URL((await pageState(server, entry.id)).playback.url, server.url).href)).video);
  const msn = async () => (await playlist()).segments.at(-1).msn;
  const firstMsn = await until("the good stream plays", 15, msn);

  /** Sends `params` as JSON in both formats and expects this code, with HTTP 200 and the right content type. */
  const refused = async (name, call, params, code, message) => {
    const [service, action] = call.split(".");
    const path = `/api_v3${service ? `/service/${encodeURIComponent(service)}` : ""}${action ? `/action/${action}` : ""}`;
    for (const [format, number] of Object.entries(FORMATS)) {
      const answer = await post(server, path, typeof params === "string" ? params : JSON.stringify(params), number);
      expectAnswer(`${name} as ${format}`, answer, format, code);
      if (message) assert.match(answer.text, message, `${name} as ${format}`);
    }
  };
  const expectAnswer = (name, answer, format, code) => {
    assert.equal(answer.status, 200, `${name}: ${answer.text.slice(0, 300)}`);
    assert.match(answer.headers["content-type"] ?? "", CONTENT_TYPE[format], name);
    assert.equal(errorCode(answer.text), code, `${name}: ${answer.text.slice(0, 300)}`);
  };
  const { ks } = admin;
  const key = { secret: ADMIN_SECRET, partnerId: PARTNER };
  const add = (fields) => ({ ks, liveStreamEntry: { objectType: "KalturaLiveStreamEntry", name: "n", mediaType: 201, ...fields } });

  await t.test("unknown services, actions and arguments", async () => {
    await refused("unknown service", "teapot.brew", {}, "SERVICE_DOES_NOT_EXISTS", /Service .*teapot.* does not exists/);
    await refused("unknown action", "liveStream.brew", { ks }, "ACTION_DOES_NOT_EXISTS");
    await refused("no service", "", {}, "SERVICE_NOT_SPECIFIED");
    await refused("no action", "liveStream", {}, "ACTION_NOT_SPECIFIED");
    await refused("a name with markup", "<script>.x", {}, "SERVICE_DOES_NOT_EXISTS");
    await refused("missing argument", "liveStream.get", { ks }, "MISSING_MANDATORY_PARAMETER", /entryId/);
    await refused("unknown language", "liveStream.get", { ks, entryId: entry.id, language: "klingon!" }, "INVALID_LANGUAGE_CODE");
    const answer = await post(server, "/api_v3/service/system/action/ping", "{}", 777);
    assert.equal(errorCode(answer.text), "UNKNOWN_RESPONSE_FORMAT");
    assert.match(answer.text, /^<\?xml/);
  });

  await t.test("wrong types", async () => {
    await refused("text for an object", "liveStream.add", { ks, liveStreamEntry: "text" }, "PROPERTY_VALIDATION_WRONG_FORMAT");
    await refused("no such enumeration value", "liveStream.add", { ...add(), sourceType: "999" }, "INVALID_ENUM_VALUE", /999/);
    await refused("no such number", "liveStream.add", add({ dvrStatus: 7 }), "INVALID_ENUM_VALUE", /KalturaDVRStatus/);
    await refused("no such kind of session", "session.start", { ...key, type: 1 }, "INVALID_ENUM_VALUE");
    await refused("a character that XML cannot hold", "liveStream.add", add({ name: "a\u0001b" }), "INVALID_PARAMETER_CHAR");
    await refused("read only", "liveStream.add", add({ partnerId: 5 }), "PROPERTY_VALIDATION_NOT_UPDATABLE", /KalturaLiveStreamEntry::partnerId/);
    await refused("too short", "liveStream.add", add({ srtPass: "short" }), "PROPERTY_VALIDATION_MIN_LENGTH");
    await refused("in reverse", "liveStream.add", add({ startDate: 2000000000, endDate: 1900000000 }), "INVALID_ENTRY_SCHEDULE_DATES");
    // Lenient where the API is: a number with letters after it is that number, unknown properties are nothing.
    const kept = await admin.call("liveStream.add", { ...add({ dvrWindow: "12abc", flux: { capacitor: [1] } }), gigawatts: 1.21 });
    assert.equal(kept.dvrWindow, 12);
  });

  await t.test("forged, expired and ended sessions", async () => {
    const get = (session, more = {}) => ({ ks: session, entryId: entry.id, ...more });
    const local = makeKs({ ...key, type: 2, userId: "local" });
    assert.equal((await anybody.as(local).call("liveStream.get", get(local))).id, entry.id, "a sound session made from the secret");
    await refused("no session", "liveStream.get", { entryId: entry.id }, "SERVICE_FORBIDDEN", /liveStream-(>|&gt;)get/);
    await refused("one bit changed", "liveStream.get", get(forge(ks)), "INVALID_KS", /INVALID_STR/);
    await refused("another secret", "liveStream.get", get(makeKs({ ...key, type: 2, secret: "0".repeat(32) })), "INVALID_KS");
    await refused("another partner's number", "liveStream.get", get(makeKs({ ...key, type: 2, partnerId: PARTNER + 1 })), "INVALID_KS");
    for (const text of ["x", "djJ8", "ÿ", "djJ8MTIwMXw=", "A".repeat(50_000), "'; DROP TABLE event; --"]) await refused(`the session ${text.slice(0, 20)}`, "liveStream.get", get(text), "INVALID_KS");
    const old = makeKs({ ...key, type: 2, expiresIn: -5 });
    await refused("expired", "liveStream.get", get(old), "INVALID_KS", /EXPIRED/);
    await refused("expired, but first the arguments", "liveStream.get", { ks: old }, "MISSING_MANDATORY_PARAMETER");
    await refused("a user may not", "liveStream.add", { ...add(), ks: makeKs({ ...key, userId: "u" }) }, "SERVICE_FORBIDDEN");
    await refused("not the owner", "baseEntry.update", { ks: makeKs({ ...key, userId: "u" }), entryId: entry.id, baseEntry: { name: "mine" } }, "INVALID_KS", /-4,INVALID_TYPE/);

    const passing = makeKs({ ...key, type: 2, userId: "passing" });
    await anybody.as(passing).call("session.end");
    await refused("ended", "liveStream.get", get(passing), "INVALID_KS", /LOGOUT/);
    const once = makeKs({ ...key, type: 2, privileges: { actionslimit: "1" } });
    await anybody.as(once).call("liveStream.get", get(once));
    await refused("used up", "liveStream.get", get(once), "INVALID_KS", /EXCEEDED_ACTIONS_LIMIT/);
    const elsewhere = makeKs({ ...key, type: 2, privileges: { iprestrict: "192.0.2.7" } });
    await refused("from elsewhere", "liveStream.get", get(elsewhere), "INVALID_KS", /EXCEEDED_RESTRICTED_IP/);
  });

  await t.test("metadata that is no XML, not the schema's, or a trap", async () => {
    const write = (xmlData, more = {}) => ({ ks, metadataProfileId: profile.id, objectType: "1", objectId: entry.id, xmlData, ...more });
    const bomb = ["<!DOCTYPE m [<!ENTITY a0 \"boom\">"];
    for (let level = 1; level < 30; level++) bomb.push(`<!ENTITY a${level} "${`&a${level - 1};`.repeat(10)}">`);
    bomb.push("]><metadata><SlidesDocEntryId>&a29;</SlidesDocEntryId></metadata>");
    const quadratic = `<!DOCTYPE m [<!ENTITY a "${"x".repeat(50_000)}">]><metadata><SlidesDocEntryId>${"&a;".repeat(20_000)}</SlidesDocEntryId></metadata>`;
    const external = (target) => `<!DOCTYPE m [<!ENTITY x SYSTEM "${target}">]><metadata><SlidesDocEntryId>&x;</SlidesDocEntryId></metadata>`;
    const traps = {
      "exponential entities": bomb.join(""),
      "quadratic entities": quadratic,
      "a file of the server": external("file:///etc/passwd"),
      "an address": external(`${server.url}/healthz`),
      "a parameter entity": `<!DOCTYPE m [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><metadata/>`,
      "ten thousand levels": `${"<metadata>".repeat(10_000)}${"</metadata>".repeat(10_000)}`,
      "not closed": "<metadata><SlidesDocEntryId>",
      "no XML": "SlidesDocEntryId=1",
      "empty": "",
      "another root": "<other/>",
      "an unknown element": "<metadata><Foo>1</Foo></metadata>",
      "elements twice": "<metadata><IsSelfServe>1</IsSelfServe><IsSelfServe>1</IsSelfServe></metadata>",
    };
    for (const [name, xml] of Object.entries(traps)) {
      const began = Date.now();
      await refused(name, "metadata_metadata.add", write(xml), name === "empty" ? undefined : "INVALID_METADATA_DATA").catch((error) => {
        // An empty text may be either no argument or no XML.
        if (name !== "empty" || !/INVALID_METADATA_DATA|MISSING_MANDATORY_PARAMETER/.test(error.message)) throw error;
      });
      assert.ok(Date.now() - began < 4000, `${name} took ${Date.now() - began} ms`);
    }
    await refused("unknown profile", "metadata_metadata.add", write("<metadata/>", { metadataProfileId: 987654 }), "METADATA_PROFILE_NOT_FOUND");
    await refused("unknown object", "metadata_metadata.add", write("<metadata/>", { objectId: "0_nosuchid" }), "METADATA_OBJECT_ID_NOT_FOUND");
    await refused("another kind of object", "metadata_metadata.add", write("<metadata/>", { objectType: "3" }), "INCOMPATIBLE_METADATA_PROFILE_OBJECT_TYPE");
    await refused("a list of everything", "metadata_metadata.list", { ks, filter: { objectType: "KalturaMetadataFilter" } }, "MUST_FILTER_ON_OBJECT_ID");
    const stored = await admin.call("metadata_metadata.list", { filter: { objectType: "KalturaMetadataFilter", objectIdEqual: entry.id } });
    assert.equal(stored.totalCount, 0, "nothing of it was stored");
  });

  await t.test("broken and oversized bodies", async () => {
    const path = "/api_v3/service/liveStream/action/get";
    const missing = "MISSING_MANDATORY_PARAMETER";
    const bodies = {
      "half an object": ['{"entryId": ', "application/json"],
      "not JSON at all": ["entryId", "application/json"],
      "an array": ["[1,2,3]", "application/json"],
      "nothing": ["", "application/json"],
      "bytes": [randomBytes(5000), "application/json"],
      "wrong UTF-8": [Buffer.from('{"entryI\xff\xfe": "x"}', "latin1"), "application/json"],
      "a hundred thousand levels": [`{"filter":${"[".repeat(100_000)}`, "application/json"],
      "levels that end": [`{"filter":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, "application/json"],
      "form: levels": [`a${"[b]".repeat(20_000)}=1`, "application/x-www-form-urlencoded"],
      "form: broken escapes": ["%=%zz&%f&a%", "application/x-www-form-urlencoded"],
      "form: very many fields": [Array.from({ length: 100_000 }, (_, index) => `f${index}=1`).join("&"), "application/x-www-form-urlencoded"],
      "form: colons": [`${"a:".repeat(20_000)}=1`, "application/x-www-form-urlencoded"],
      "multipart without its boundary": ["--x\r\n\r\n", "multipart/form-data"],
      "multipart that stops": ['--x\r\nContent-Disposition: form-data; name="json"\r\n\r\n{"entr', "multipart/form-data; boundary=x"],
      "multipart with a broken json part": ['--x\r\nContent-Disposition: form-data; name="json"\r\n\r\n{{{\r\n--x--', "multipart/form-data; boundary=x"],
    };
    for (const [name, [body, contentType]] of Object.entries(bodies)) {
      for (const [format, number] of Object.entries(FORMATS)) {
        const answer = await post(server, path, body, number, contentType);
        assert.equal(answer.status, 200, `${name}: ${answer.text.slice(0, 200)}`);
        assert.match(answer.headers["content-type"], CONTENT_TYPE[format], name);
        assert.ok(errorCode(answer.text), `${name} as ${format}: ${answer.text.slice(0, 200)}`);
        if (["half an object", "nothing", "not JSON at all"].includes(name)) assert.equal(errorCode(answer.text), missing, name);
      }
    }

    for (const [format, number] of Object.entries(FORMATS)) {
      const body = Buffer.concat([Buffer.from('{"entryId":"'), Buffer.alloc(OVERSIZED_BYTES, 97), Buffer.from('"}')]);
      let answer;
      try {
        answer = await post(server, path, body, number);
      } catch (error) {
        // The server closes such a connection; whether the client still reads the answer is up to the network.
        if (!["ECONNRESET", "EPIPE"].includes(error.code)) throw error;
        continue;
      }
      assert.ok([200, 413].includes(answer.status), `oversized: HTTP ${answer.status}`);
      assert.match(answer.headers["content-type"] ?? "", CONTENT_TYPE[format], "oversized");
      assert.ok(errorCode(answer.text), `oversized as ${format}: ${answer.text.slice(0, 200)}`);
    }
    const empty = await post(server, "/api_v3/service/multirequest", "{}", 1);
    assert.deepEqual(JSON.parse(empty.text), []);
    const many = Object.fromEntries(Array.from({ length: 3 }, (_, index) => [index, { service: "teapot", action: "brew" }]));
    const answers = JSON.parse((await post(server, "/api_v3/service/multirequest", JSON.stringify(many), 1)).text);
    assert.deepEqual(answers.map((answer) => answer.code), Array(3).fill("SERVICE_DOES_NOT_EXISTS"));
  });

  await t.test("path tricks", async () => {
    const state = await pageState(server, entry.id);
    const token = state.playback.url.split("/")[2];
    const tricks = [
      "/live/../../../../etc/passwd",
      "/live/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
      "/live/..%2f..%2f..%2fetc%2fpasswd",
      `/live/${token}/../../../etc/passwd`,
      `/live/${token}/video/..%2f..%2f..%2fetc%2fpasswd`,
      `/live/${token}/video/%00.m4s`,
      `/live/${token}/video/init.99999999999999999999.mp4`,
      `/live/${token}/video/-1.m4s`,
      `/live/${token}/video/18446744073709551616.0.m4s`,
      `/live/${token}/video/1.4294967296.m4s`,
      `/live/${token}/sideways/live.m3u8`,
      `/live/${token}${token}/master.m3u8`,
      `/live/${token.slice(0, -2)}AA/master.m3u8`,
      "/live//master.m3u8",
      "/live/%/master.m3u8",
      "/live/%ff%fe/master.m3u8",
      `/live/${"A".repeat(6000)}/master.m3u8`,
      "/assets/../../../etc/passwd",
      "/assets/%2e%2e/%2e%2e/Cargo.toml",
      "/assets/..%5c..%5cCargo.toml",
      "//assets//../event.html",
      "/e/../plenary.db",
      "/e/%2e%2e%2fplenary.db",
      "/plenary/v1/entries/..%2f..%2fetc%2fpasswd/page",
      "/plenary/v1/entries/%00/page",
      "/p/../../etc/passwd",
      `/p/${PARTNER}/sp/${PARTNER}00/playManifest/entryId/..%2f..%2fetc%2fpasswd/format/applehttp/a.m3u8`,
      "/p/x/sp/y/playManifest",
      "/instance.key",
    ];
    for (const path of tricks) {
      const answer = await request(server, { path });
      // The page of an unknown event is a page; everything else has nothing to show.
      if (path.startsWith("/e/")) assert.ok(answer.status < 500, `${path}: HTTP ${answer.status}`);
      else assert.ok(answer.status >= 400 && answer.status < 500, `${path}: HTTP ${answer.status} ${answer.text.slice(0, 200)}`);
      assert.doesNotMatch(answer.text, /root:|\[workspace\]|SQLite format/, path);
    }
    for (const path of ["//api_v3/service/system/action/ping", "/api_v3//service///system/action/ping/", "/api_v3/index.php//service/system/action/ping"]) {
      assert.equal((await request(server, { path: `${path}?format=1` })).text, "true", path);
    }
    for (const path of ["/api_v3/service/..%2f..%2fetc/action/passwd", "/api_v3/../api_v3/service/%2e%2e/action/x"]) {
      const answer = await request(server, { path: `${path}?format=1` });
      const isRefused = ["SERVICE_DOES_NOT_EXISTS", "SERVICE_NOT_SPECIFIED"].includes(errorCode(answer.text));
      assert.ok(answer.status === 404 || isRefused, `${path}: HTTP ${answer.status} ${answer.text.slice(0, 200)}`);
    }
  });

  await t.test("a publisher with the wrong token, for no entry, or with garbage", async () => {
    const stranger = await addWebcast(admin, { name: "Not yours" });
    const wrongToken = stranger.primaryBroadcastingUrl.replace(/\bt=[0-9a-f]+/, "t=00000000");
    const noEntry = stranger.primaryBroadcastingUrl.replaceAll(stranger.id, "0_nosuchid");
    for (const [name, address, stream] of [
      ["wrong token", wrongToken, keyOf(stranger.streamName)],
      ["no token", wrongToken.replace(/&?\bt=[0-9a-f]+/, ""), keyOf(stranger.streamName)],
      ["unknown entry", noEntry, "0_nosuchid_1"],
      ["another entry's token", entry.primaryBroadcastingUrl, keyOf(stranger.streamName)],
    ]) {
      const intruder = new Encoder(address, stream);
      const how = await within(`${name}: the encoder is refused`, 15, intruder.ended);
      assert.notEqual(how.code, 0, `${name}: ${intruder.messages}`);
      assert.match(intruder.messages, /Server error|error/i, name);
    }
    assert.equal((await admin.call("liveStream.get", { entryId: stranger.id })).liveStatus, 0);

    const hello = Buffer.concat([Buffer.from([3]), Buffer.alloc(8), randomBytes(1528)]);
    for (const [name, bytes] of [
      ["not RTMP", Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n")],
      ["a handshake, then noise", Buffer.concat([hello, Buffer.alloc(1536, 7), randomBytes(200_000)])],
      ["a message of 16 MiB", Buffer.concat([hello, Buffer.alloc(1536), Buffer.from([0x03, 0, 0, 0, 0xff, 0xff, 0xff, 0x14, 0, 0, 0, 0]), Buffer.alloc(100_000)])],
    ]) {
      const connection = await socket(server.rtmpPort);
      connection.write(bytes);
      await within(`${name}: the connection is closed`, 20, closed(connection));
    }
  });

  await t.test("slow and idle connections by the thousand", async () => {
    const half = IDLE_SOCKETS / 2;
    const [http, rtmp] = await Promise.all([sockets(server.httpPort, half), sockets(server.rtmpPort, half)]);
    try {
      // A third says nothing, a third begins and stops, a third goes on byte by byte.
      const begin = "POST /api_v3/service/system/action/ping HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nX-Slow: ";
      http.forEach((connection, index) => index % 3 && connection.write(begin));
      rtmp.forEach((connection, index) => index % 3 && connection.write(Buffer.from([3, 0, 0])));
      const dripping = setInterval(() => {
        http.forEach((connection, index) => index % 3 === 2 && connection.writable && connection.write("a"));
        rtmp.forEach((connection, index) => index % 3 === 2 && connection.writable && connection.write(Buffer.alloc(1)));
      }, 500);
      try {
        for (let round = 0; round < 10; round++) {
          const began = Date.now();
          await within("a normal call", CALL_SECONDS, admin.call("liveStream.get", { entryId: entry.id }));
          const saved = await within("a normal write", CALL_SECONDS, addWebcast(admin, { name: `beside the crowd ${round}` }));
          assert.ok(saved.id);
          assert.ok(Date.now() - began < 2 * CALL_SECONDS * 1000);
        }
        // A new encoder gets in as well.
        const late = await addWebcast(admin, { name: "Late" });
        const another = new Encoder(late.primaryBroadcastingUrl, keyOf(late.streamName));
        try {
          await until("another encoder is playable", 15, async () => (await admin.call("liveStream.get", { entryId: late.id })).liveStatus === 1);
        } finally {
          await another.kill();
        }
      } finally {
        clearInterval(dripping);
      }
    } finally {
      for (const connection of [...http, ...rtmp]) connection.destroy();
    }
  });

  await t.test("the good stream never noticed", async () => {
    await until("it went on", 10, async () => (await msn()) > firstMsn + 3);
    const now = await playlist();
    assert.ok(!now.segments.some((segment) => segment.discontinuity), now.text);
    assert.equal((await admin.call("liveStream.get", { entryId: entry.id })).name, "Keeps running");
  });
});
