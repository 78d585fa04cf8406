// The call with the official PHP client: composer require kaltura/api-client-library
import { isNumber, type Value } from "../form";
import type { Type } from "../tables";
import { capital, KS_VARIABLE, label, Names, short, type Call, type Snippet } from "./call";

/** Words that the client may not use as names of methods. */
const RENAMED = new Set(["list", "clone"]);

export const php: Snippet = (call) => {
  const lines = ["<?php", 'require "vendor/autoload.php";', "", "$config = new \\Kaltura\\Client\\Configuration();", `$config->setServiceUrl(${text(call.url)});`, "$client = new \\Kaltura\\Client\\Client($config);"];
  if (call.signedIn) lines.push(`$client->setKs(getenv("${KS_VARIABLE}"));`);
  lines.push("");
  const writer = new Writer(call, lines);
  const last = Math.max(-1, ...call.given.map(({ argument }) => call.action.arguments.indexOf(argument)));
  const given = call.action.arguments.slice(0, last + 1).map((argument) => {
    const found = call.given.find((candidate) => candidate.argument === argument);
    return found ? writer.expression(found.value, argument.type, argument.name) : literal(argument.default ?? null);
  });
  const owner = call.service.plugin ? `\\Kaltura\\Client\\Plugin\\${capital(call.service.plugin)}\\${capital(call.service.plugin)}Plugin::get($client)` : "$client";
  const action = RENAMED.has(call.action.name) ? `${call.action.name}Action` : call.action.name;
  lines.push(`$result = ${owner}->get${capital(call.service.spelled)}Service()->${action}(${given.join(", ")});`, "print_r($result);");
  return `${lines.join("\n")}\n`;
};

class Writer {
  readonly #call: Call;
  readonly #lines: string[];
  readonly #names = new Names(["config", "client", "result"]);

  constructor(call: Call, lines: string[]) {
    this.#call = call;
    this.#lines = lines;
  }

  expression(value: Value, type: Type, wish: string): string {
    switch (value.kind) {
      case "null":
        return "\\Kaltura\\Client\\Client::getKalturaNullValue()";
      case "file":
        return text("FILE");
      case "choice": {
        const known = label(this.#call.api, type, value.value);
        return known ? `${space(known.meta.plugin)}Enum\\${short(known.meta.name)}::${known.label}` : literal(value.value);
      }
      case "text":
        if (type === "tree") return `json_decode(${text(value.text)}, true)`;
        return (type === "int" || type === "float" || type === "time") && isNumber(value.text, type) ? value.text : text(value.text);
      case "array":
        return `[${value.items.map((item) => this.expression(item, typeof type === "object" && "array" in type ? type.array : "text", wish)).join(", ")}]`;
      case "map":
        return `[${value.entries.map((entry) => `${text(entry.name)} => ${this.expression(entry.value, typeof type === "object" && "map" in type ? type.map : "text", wish)}`).join(", ")}]`;
      case "object": {
        const fields = value.fields.map((field) => [field.name, this.expression(field.value, this.#call.api.property(value.of, field.name)?.type ?? "text", field.name)] as const);
        const name = this.#names.fresh(wish.replace(/\W+/g, ""));
        const of = this.#call.api.class(value.of);
        this.#lines.push(`$${name} = new ${space(of?.plugin)}Type\\${short(value.of)}();`, ...fields.map(([field, expression]) => `$${name}->${field} = ${expression};`));
        return `$${name}`;
      }
    }
  }
}

function space(plugin: string | undefined): string {
  return plugin ? `\\Kaltura\\Client\\Plugin\\${capital(plugin)}\\` : "\\Kaltura\\Client\\";
}

function literal(value: unknown): string {
  return typeof value === "string" ? text(value) : Array.isArray(value) ? "[]" : String(value);
}

/** Single quotes: nothing in it is a variable. */
function text(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
