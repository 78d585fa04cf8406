import { expect, test } from "vitest";
import { addable, blank, kept, preset, toJson, type Value } from "./form";
import { api } from "./tables.fixture";

test("a form starts with what an argument defaults to", () => {
  const [secret, , type, , expiry] = api.service("session")!.actions[0]!.arguments;
  expect(preset(secret!, api)).toEqual({ kind: "text", text: "" });
  expect(preset(type!, api)).toEqual({ kind: "choice", value: 0 });
  expect(preset(expiry!, api)).toEqual({ kind: "text", text: "86400" });
});

test("an abstract class is filled with the first one below it", () => {
  expect(blank({ object: "KalturaRule" }, api)).toEqual({ kind: "object", of: "KalturaBlockRule", fields: [] });
});

test("numbers are numbers, and what is none is sent as it is", () => {
  expect(toJson({ kind: "text", text: "60" }, "int", api)).toBe(60);
  expect(toJson({ kind: "text", text: "soon" }, "int", api)).toBe("soon");
  expect(toJson({ kind: "text", text: "" }, "int", api)).toBe("");
  expect(toJson({ kind: "text", text: "9007199254740993" }, "int", api)).toBe("9007199254740993");
  expect(toJson({ kind: "text", text: "1.5" }, "float", api)).toBe(1.5);
  expect(toJson({ kind: "text", text: '{"a":1}' }, "tree", api)).toEqual({ a: 1 });
});

test("objects carry their class, lists their elements, nulls are null", () => {
  const entry: Value = {
    kind: "object",
    of: "KalturaLiveEntry",
    fields: [
      { name: "dvrWindow", value: { kind: "text", text: "60" } },
      { name: "description", value: { kind: "null" } },
      { name: "rules", value: { kind: "array", items: [blank({ object: "KalturaRule" }, api)] } },
    ],
  };
  expect(toJson(entry, { object: "KalturaBaseEntry" }, api)).toEqual({
    objectType: "KalturaLiveEntry",
    dvrWindow: 60,
    description: null,
    rules: [{ objectType: "KalturaBlockRule" }],
  });
});

test("one adds what may be written and is not there yet", () => {
  const names = addable("KalturaLiveEntry", [{ name: "dvrWindow", value: { kind: "null" } }], api).map((property) => property.name);
  expect(names).toEqual(["rules", "explicitLive", "name", "description", "startDate"]);
});

test("changing the class keeps the fields that both have", () => {
  const fields = [{ name: "name", value: { kind: "null" } as Value }, { name: "dvrWindow", value: { kind: "null" } as Value }];
  expect(kept(fields, "KalturaBaseEntry", api).map((field) => field.name)).toEqual(["name"]);
});
