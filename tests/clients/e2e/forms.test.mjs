//! One call in every form of address and every encoding that the API understands (contract: wire).

import assert from "node:assert/strict";
import { test } from "node:test";
import { addWebcast, adminApi, errorCode } from "./api.mjs";
import { request } from "./raw.mjs";
import { ADMIN_SECRET, PARTNER, startServer } from "./server.mjs";

const JSON_BODY = { "content-type": "application/json" };
const FORM_BODY = { "content-type": "application/x-www-form-urlencoded" };

/** A multipart body as the Node client writes it: a line break first, none last. */
function multipart(parts, boundary = "---------------------------0.6546") {
  const body = Object.entries(parts).map(([name, value]) => `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`);
  return { headers: { "content-type": `multipart/form-data; boundary=${boundary}` }, body: `${body.join("")}\r\n--${boundary}--` };
}

test("every form of address and every encoding means the same", { timeout: 60_000 }, async (t) => {
  const server = await startServer(t);
  const admin = await adminApi(server);
  const { ks } = admin;
  const entry = await addWebcast(admin, { name: "Same & same", description: "<ü>" });
  const { id } = entry;
  const query = new URLSearchParams({ entryId: id, ks, format: "1" }).toString();
  const json = (more = {}) => JSON.stringify({ entryId: id, ks, format: 1, ...more });
  const post = (path, headers, body) => ({ method: "POST", path, headers, body });

  const forms = {
    "path, JSON body": post("/api_v3/service/liveStream/action/get", JSON_BODY, json()),
    "JSON with a charset": post("/api_v3/service/liveStream/action/get", { "content-type": "application/json; charset=utf-8" }, json()),
    "numbers as strings": post("/api_v3/service/livestream/action/get", JSON_BODY, json({ format: "1", version: "-1" })),
    "lower case": post("/api_v3/service/livestream/action/get", JSON_BODY, json()),
    "other cases": post("/api_v3/service/LIVESTREAM/action/GET", JSON_BODY, json()),
    "index.php": post("/api_v3/index.php/service/liveStream/action/get", JSON_BODY, json()),
    "query": { path: `/api_v3/index.php?service=liveStream&action=get&${query}` },
    "query without index.php": { path: `/api_v3/?service=liveStream&action=get&${query}` },
    "query without a slash": { path: `/api_v3?service=liveStream&action=get&${query}` },
    "path parameters": { path: `/api_v3/service/liveStream/action/get/entryId/${id}/format/1/ks/${encodeURIComponent(ks)}` },
    "short name": { path: `/api/service/liveStream/action/get?${query}` },
    "double slash": post("//api_v3/service/liveStream/action/get", JSON_BODY, json()),
    "slashes everywhere": { path: `//api_v3//service//liveStream///action/get/?${query}` },
    "service and action in the body": post("/api_v3/", JSON_BODY, json({ service: "liveStream", action: "get" })),
    "form body": post("/api_v3/service/liveStream/action/get", FORM_BODY, query),
    "form body, everything": post("/api_v3/index.php", FORM_BODY, `service=liveStream&action=get&${query}`),
    "multipart with a json part": { method: "POST", path: "/api_v3/service/liveStream/action/get", ...multipart({ json: json() }) },
    "multipart with fields": { method: "POST", path: "/api_v3/service/liveStream/action/get", ...multipart({ entryId: id, ks, format: "1" }) },
    "path over query over body": post(`/api_v3/service/liveStream/action/get/entryId/${id}?entryId=0_query000&${new URLSearchParams({ ks })}`, JSON_BODY, json({ entryId: "0_body0000" })),
    "query over body": post(`/api_v3/service/liveStream/action/get?entryId=${id}`, JSON_BODY, json({ entryId: "0_body0000" })),
    "unknown parameters": post("/api_v3/service/liveStream/action/get?kalsig=1&nocache=1&utm=x", JSON_BODY, json({ clientTag: "x", apiVersion: "9", flux: {} })),
  };
  for (const [name, form] of Object.entries(forms)) {
    await t.test(name, async () => {
      const answer = await request(server, form);
      assert.equal(answer.status, 200);
      assert.match(answer.headers["content-type"], /^application\/json/);
      const seen = JSON.parse(answer.text);
      assert.deepEqual([seen.id, seen.name, seen.description, seen.objectType], [id, "Same & same", "<ü>", "KalturaLiveStreamEntry"], answer.text);
    });
  }

  await t.test("nested parameters in all three syntaxes", async () => {
    const fields = { "filter:objectType": "KalturaBaseEntryFilter", "filter:idEqual": id, "pager:pageSize": "5" };
    const brackets = { "filter[objectType]": "KalturaBaseEntryFilter", "filter[idEqual]": id, "pager[pageSize]": "5" };
    const bodies = {
      colons: new URLSearchParams({ ...fields, ks, format: "1" }).toString(),
      brackets: new URLSearchParams({ ...brackets, ks, format: "1" }).toString(),
      unescaped: `filter:idEqual=${id}&ks=${encodeURIComponent(ks)}&format=1`,
    };
    for (const [name, body] of Object.entries(bodies)) {
      for (const form of [post("/api_v3/service/baseEntry/action/list", FORM_BODY, body), { path: `/api_v3/service/baseentry/action/list?${body}` }]) {
        const seen = JSON.parse((await request(server, form)).text);
        assert.deepEqual([seen.totalCount, seen.objects?.[0]?.id], [1, id], `${name}: ${JSON.stringify(seen)}`);
      }
    }
    const { text } = await request(server, { method: "POST", path: "/api_v3/service/baseEntry/action/list", ...multipart({ "filter:idEqual": id, ks, format: "1" }) });
    assert.equal(JSON.parse(text).totalCount, 1);
  });

  await t.test("markers for null and for the empty array", async () => {
    const path = "/api_v3/service/liveStream/action/update";
    const update = async (headers, body) => JSON.parse((await request(server, post(path, headers, body))).text);
    const base = { ks, format: 1, entryId: id };
    const set = { description: "text", referenceId: "ref-1", bitrates: [{ bitrate: 500, width: 320, height: 180 }, { bitrate: 900, width: 640, height: 360 }] };
    const changed = await update(JSON_BODY, JSON.stringify({ ...base, liveStreamEntry: set }));
    assert.deepEqual([changed.description, changed.referenceId, changed.bitrates.length], ["text", "ref-1", 2], JSON.stringify(changed));
    const one = await update(FORM_BODY, new URLSearchParams({ ks, format: "1", entryId: id, "liveStreamEntry:bitrates:item0:bitrate": "700", "liveStreamEntry:bitrates:item0:width": "480" }).toString());
    assert.deepEqual(one.bitrates.map(({ bitrate, width }) => [bitrate, width]), [[700, 480]]);
    assert.equal(one.description, "text", "absent means untouched");
    const emptied = await update(JSON_BODY, JSON.stringify({ ...base, liveStreamEntry: { bitrates: { "-": "" }, description__null: "", referenceId__null: "" } }));
    assert.deepEqual([emptied.bitrates, "description" in emptied, "referenceId" in emptied], [[], false, false], JSON.stringify(emptied));
  });

  await t.test("JSON, XML and JSONP say the same", async () => {
    const ask = (format, more = "") => request(server, { path: `/api_v3/service/liveStream/action/get?entryId=${id}&ks=${encodeURIComponent(ks)}&format=${format}${more}` });
    const xml = await ask(2);
    assert.match(xml.headers["content-type"], /^text\/xml/);
    assert.match(xml.text, /^<\?xml version="1\.0" encoding="utf-8"\?><xml><result><objectType>KalturaLiveStreamEntry<\/objectType>/);
    assert.match(xml.text, /<name>Same &amp; same<\/name>/);
    assert.match(xml.text, /<redirectEntryId><\/redirectEntryId>|<redirectEntryId\/>/, "null is an empty element");
    assert.match(xml.text, /<explicitLive>0<\/explicitLive>/, "booleans are digits");
    assert.match(xml.text, /<\/result><executionTime>[\d.e-]+<\/executionTime><\/xml>$/);
    assert.equal((await ask("")).headers["content-type"].split(";")[0], "text/xml", "the default");
    const jsonp = await ask(9, "&callback=done.it");
    assert.match(jsonp.headers["content-type"], /^application\/javascript/);
    assert.equal(JSON.parse(/^done\.it\((.*)\);$/s.exec(jsonp.text)[1]).id, id);
    assert.ok(!(await ask(9, "&callback=alert(1)//")).text.includes("alert(1)//("), "a callback that is no name");
    const [error, errorXml] = [await request(server, { path: "/api_v3/service/liveStream/action/get?entryId=x&format=1" }), await request(server, { path: "/api_v3/service/liveStream/action/get?entryId=x" })];
    assert.equal(errorCode(error.text), "SERVICE_FORBIDDEN");
    assert.equal(errorCode(errorXml.text), "SERVICE_FORBIDDEN");
  });

  await t.test("multirequest: keys from 0 and from 1, form and JSON, tokens in strings", async () => {
    const start = { service: "session", action: "start", secret: ADMIN_SECRET, partnerId: PARTNER, type: 2, userId: "multi" };
    const list = { service: "baseEntry", action: "list", ks: "{1:result}", filter: { idEqual: id } };
    const get = { service: "livestream", action: "get", ks: "{1:result}", entryId: "{2:result:objects:0:id}" };
    const all = { service: "baseEntry", action: "list", ks: "{1:result}", filter: { idIn: "{2:result:objects:_all:id}" } };
    for (const first of [0, 1]) {
      const body = Object.fromEntries([start, list, get, all].map((part, index) => [index + first, part]));
      for (const path of ["/api_v3/service/multirequest", "/api_v3/service/multirequest/action/null", "/api_v3/?service=multirequest", "//api_v3/service/multirequest"]) {
        const answer = await request(server, post(path, JSON_BODY, JSON.stringify({ ...body, format: 1 })));
        const seen = JSON.parse(answer.text);
        assert.equal(seen.length, 4, answer.text.slice(0, 300));
        assert.deepEqual([seen[1].totalCount, seen[2].name, seen[3].totalCount], [1, "Same & same", 1], `keys from ${first} at ${path}: ${answer.text}`);
      }
    }
    const form = new URLSearchParams({ format: "1", ks, "1:service": "livestream", "1:action": "get", "1:entryId": id, "2[service]": "livestream", "2[action]": "isLive", "2[id]": "{1:result:id}" });
    const [first, second] = JSON.parse((await request(server, post("/api_v3/service/multirequest", FORM_BODY, form.toString()))).text);
    assert.deepEqual([first.id, second], [id, false]);
  });

  await t.test("pages of other sites may call", async () => {
    const preflight = await request(server, { method: "OPTIONS", path: "/api_v3/service/multirequest", headers: { origin: "https://example.com", "access-control-request-method": "POST", "access-control-request-headers": "content-type" } });
    assert.ok([200, 204].includes(preflight.status));
    assert.equal(preflight.headers["access-control-allow-origin"], "*");
    assert.match(preflight.headers["access-control-allow-headers"], /content-type/i);
    const ping = await request(server, { path: "/api_v3/service/system/action/ping?format=1", headers: { origin: "https://example.com" } });
    assert.equal(ping.headers["access-control-allow-origin"], "*");
    assert.match(ping.headers["x-kaltura-session"], /^\d+, \d+$/);
    assert.ok(ping.headers["x-me"]);
    assert.match(ping.headers["cache-control"], /no-store/);
  });
});
