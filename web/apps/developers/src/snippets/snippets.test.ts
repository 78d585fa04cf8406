import { expect, test } from "vitest";
import type { Value } from "../form";
import { api } from "../tables.fixture";
import { curl } from "./curl";
import { node } from "./node";
import { php } from "./php";
import { python } from "./python";
import type { Call } from "./call";

function calling(service: string, action: string, values: Record<string, Value>, signedIn = true): Call {
  const found = api.service(service)!;
  const of = found.actions.find((candidate) => candidate.name === action)!;
  const given = of.arguments.flatMap((argument) => (values[argument.name] ? [{ argument, value: values[argument.name]! }] : []));
  return { api, service: found, action: of, given, url: "http://host:8080", signedIn };
}

const text = (text: string): Value => ({ kind: "text", text });
const entry: Value = {
  kind: "object",
  of: "KalturaLiveEntry",
  fields: [
    { name: "name", value: text("Ann's “town” hall\n\\") },
    { name: "dvrWindow", value: text("60") },
    { name: "explicitLive", value: { kind: "choice", value: 1 } },
    { name: "description", value: { kind: "null" } },
    { name: "rules", value: { kind: "array", items: [{ kind: "object", of: "KalturaBlockRule", fields: [{ name: "not", value: { kind: "choice", value: true } }] }] } },
  ],
};
const add = calling("liveStream", "add", { liveEntry: entry, sourceType: { kind: "choice", value: "32" } });

test("Python builds objects and names the rest after a gap", () => {
  expect(python(add)).toBe(`import os
from KalturaClient import KalturaClient, KalturaConfiguration
from KalturaClient.Plugins.Core import *

config = KalturaConfiguration()
config.serviceUrl = "http://host:8080"
client = KalturaClient(config)
client.setKs(os.environ["KS"])

rules = KalturaBlockRule()
rules.not_ = True
liveEntry = KalturaLiveEntry()
liveEntry.name = "Ann's “town” hall\\n\\\\"
liveEntry.dvrWindow = 60
liveEntry.explicitLive = KalturaNullableBoolean.TRUE_VALUE
liveEntry.description = None
liveEntry.rules = [rules]
result = client.liveStream.add(liveEntry, KalturaSourceType.LIVE_STREAM)
print(vars(result))
`);
  const start = calling("session", "start", { secret: text("s"), type: { kind: "choice", value: 2 }, partnerId: text("101") }, false);
  expect(python(start)).toContain('result = client.session.start("s", type=KalturaSessionType.ADMIN, partnerId=101)');
  expect(python(start)).not.toContain("os.environ");
});

test("a plugin is imported, and its service reached through it", () => {
  const filter: Value = { kind: "object", of: "KalturaMetadataProfile", fields: [{ name: "createMode", value: { kind: "choice", value: 3 } }] };
  const list = calling("metadata_metadataprofile", "list", { filter });
  expect(python(list)).toContain("from KalturaClient.Plugins.Metadata import *");
  expect(python(list)).toContain("client.metadata.metadataProfile.list(filter)");
  expect(node(list)).toContain("kaltura.services.metadataProfile.listAction(new kaltura.objects.MetadataProfile({");
  expect(php(list)).toContain("\\Kaltura\\Client\\Plugin\\Metadata\\MetadataPlugin::get($client)->getMetadataProfileService()->listAction($filter)");
  expect(php(list)).toContain("\\Kaltura\\Client\\Plugin\\Metadata\\Enum\\MetadataProfileCreateMode::APP");
});

test("Node fills gaps and clears by name", () => {
  expect(node(add)).toContain('  description__null: "",\n');
  expect(node(add)).toContain("  explicitLive: kaltura.enums.NullableBoolean.TRUE_VALUE,\n");
  expect(node(add)).toContain("}), kaltura.enums.SourceType.LIVE_STREAM)\n  .execute(client)\n");
  expect(node(calling("liveStream", "list", { size: text("5") }))).toContain("\n  .listAction(undefined, 5)\n");
});

test("PHP quotes so that nothing in a text is a variable", () => {
  expect(php(add)).toContain("$liveEntry->name = 'Ann\\'s “town” hall\n\\\\';");
  expect(php(add)).toContain("$result = $client->getLiveStreamService()->add($liveEntry, \\Kaltura\\Client\\Enum\\SourceType::LIVE_STREAM);");
});

test("curl sends what the page sends, with the session of the environment", () => {
  const text = curl(add);
  expect(text).toContain("curl 'http://host:8080/api_v3/service/liveStream/action/add' \\\n  -H 'Content-Type: application/json' \\\n  -d '{");
  expect(text).toContain(`"ks": "'"$KS"'"`);
  expect(text).toContain(`"name": "Ann'\\''s “town” hall\\n\\\\"`);
  expect(text).toContain('"description__null": ""');
  expect(curl(calling("liveStream", "add", { fileData: { kind: "file", file: undefined } }))).toContain("-F fileData=@FILE");
});

test("no snippet holds a session", () => {
  for (const snippet of [curl, python, node, php]) expect(snippet(add)).not.toMatch(/djJ8/);
});
