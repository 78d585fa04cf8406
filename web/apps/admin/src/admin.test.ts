import { describe, expect, test } from "vitest";
import type { Failure } from "@plenary/client";
import { failureText, isAbsent, signInText } from "./failures";
import { LANGUAGES, snippet } from "./integration/snippets";
import { LIST, addressOf, routeOf, type Route } from "./routes";
import { timesCall } from "./webcast/saving";

const at = (path: string) => routeOf(new URL(path, "https://live.example"));
const refused = (code: string, message = "The server's own words"): Failure => ({ kind: "refused", code, message, args: {} });

describe("addresses", () => {
  const routes: [string, Route][] = [
    ["/admin", LIST],
    ["/admin?q=town+hall&page=3", { at: "list", search: "town hall", page: 3 }],
    ["/admin/new", { at: "new", from: undefined }],
    ["/admin/new?from=0_abcd1234", { at: "new", from: "0_abcd1234" }],
    ["/admin/webcasts/0_abcd1234", { at: "webcast", id: "0_abcd1234" }],
    ["/admin/webcasts/0_abcd1234/edit", { at: "edit", id: "0_abcd1234" }],
    ["/admin/integration", { at: "integration" }],
  ];

  test.each(routes)("%s is a page, and the page has it", (path, route) => {
    expect(at(path)).toEqual(route);
    expect(addressOf(route)).toBe(path);
  });

  test("other addresses lead nowhere, and none breaks", () => {
    for (const path of ["/admin/x", "/admin/new/more", "/admin/webcasts", "/admin/webcasts/a/b", "/admin/webcasts/a/edit/c"]) expect(at(path)).toEqual({ at: "lost" });
    for (const page of ["0", "-1", "1.5", "x", ""]) expect(at(`/admin?page=${page}`)).toEqual(LIST);
    expect(at("/admin/")).toEqual(LIST);
    expect(at("/admin/webcasts/%E0%A4%A")).toMatchObject({ at: "webcast" });
    expect(addressOf({ at: "webcast", id: "a/b" })).toBe("/admin/webcasts/a%2Fb");
  });
});

describe("words for failures", () => {
  test("of signing in do not tell whether the address or the password was wrong", () => {
    expect(signInText(refused("USER_NOT_FOUND"))).toBe(signInText(refused("USER_WRONG_PASSWORD")));
    expect(signInText(refused("LOGIN_BLOCKED"))).toMatch(/Too many/);
    expect(signInText(refused("LOGIN_RETRIES_EXCEEDED"))).toMatch(/Too many/);
    expect(signInText({ kind: "unreachable" })).toMatch(/doesn't answer/);
    expect(signInText(refused("SERVICE_FORBIDDEN"))).toMatch(/may not manage/);
  });

  test("of calls say what to do, and otherwise repeat the server's", () => {
    expect(failureText(refused("CANNOT_UPDATE_FIELDS_WHILE_ENTRY_BROADCASTING"))).toMatch(/Stop the encoder/);
    expect(failureText(refused("SOMETHING_ELSE"))).toContain("The server's own words");
    expect(failureText({ kind: "signedOut" })).toMatch(/not signed in/);
  });

  test("an action that does not exist is known by its code", () => {
    expect(isAbsent(refused("ACTION_DOES_NOT_EXISTS"))).toBe(true);
    expect(isAbsent(refused("SERVICE_FORBIDDEN"))).toBe(false);
  });
});

test("first calls name this server and account, and no secret", () => {
  for (const language of LANGUAGES) {
    const code = snippet(language, "https://live.example", 101);
    expect(code).toContain("https://live.example");
    expect(code).toContain("101");
    expect(code).toContain("ADMIN_SECRET");
  }
});

describe("times", () => {
  const times = { startsAt: 5000, endsAt: null, timezone: "UTC" };

  test("change the record that is there, at the version that was read", () => {
    const record = { id: 7, profile: 2002, version: 3, xml: "<metadata><Presenter/></metadata>" };
    expect(timesCall("0_a", 2002, record, times)).toMatchObject({ action: "update", params: { id: 7, version: 3, xmlData: "<metadata><StartTime>5</StartTime><Timezone>UTC</Timezone><Presenter/></metadata>" } });
  });

  test("become a new record where there is none", () => {
    expect(timesCall("0_a", 2002, undefined, times)).toMatchObject({ action: "add", params: { objectId: "0_a", metadataProfileId: 2002, objectType: "1" } });
  });
});
