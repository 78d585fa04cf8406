// The call with the official Python client: pip install KalturaApiClient lxml
import { isNumber, type Value } from "../form";
import type { Type } from "../tables";
import { capital, KS_VARIABLE, label, Names, plugins, type Call, type Snippet } from "./call";

/** Words of the language that are names of the API too: the client adds an underscore. */
const KEYWORDS = new Set(["and", "as", "class", "def", "del", "except", "from", "global", "if", "import", "in", "is", "lambda", "not", "or", "pass", "raise", "return", "try", "with", "yield"]);
const spelled = (name: string): string => (KEYWORDS.has(name) ? `${name}_` : name);

export const python: Snippet = (call) => {
  const lines = call.signedIn ? ["import os"] : [];
  lines.push("from KalturaClient import KalturaClient, KalturaConfiguration", "from KalturaClient.Plugins.Core import *");
  lines.push(...plugins(call).map((plugin) => `from KalturaClient.Plugins.${capital(plugin)} import *`));
  lines.push("", "config = KalturaConfiguration()", `config.serviceUrl = ${text(call.url)}`, "client = KalturaClient(config)");
  if (call.signedIn) lines.push(`client.setKs(os.environ["${KS_VARIABLE}"])`);
  lines.push("");
  const writer = new Writer(call, lines);
  // What follows a gap is given by name.
  let gap = false;
  const given = call.action.arguments.flatMap((argument) => {
    const found = call.given.find((candidate) => candidate.argument === argument);
    if (!found) {
      gap = true;
      return [];
    }
    const expression = writer.expression(found.value, argument.type, argument.name);
    return [gap ? `${spelled(argument.name)}=${expression}` : expression];
  });
  const service = [call.service.plugin, call.service.spelled].filter((part) => part !== null).join(".");
  lines.push(`result = client.${service}.${call.action.name}(${given.join(", ")})`);
  lines.push(typeof call.action.returns === "object" && "object" in call.action.returns ? "print(vars(result))" : "print(result)");
  return `${lines.join("\n")}\n`;
};

class Writer {
  readonly #call: Call;
  readonly #lines: string[];
  readonly #names = new Names(["os", "config", "client", "result"]);

  constructor(call: Call, lines: string[]) {
    this.#call = call;
    this.#lines = lines;
  }

  /** The value as an expression; objects become variables first. */
  expression(value: Value, type: Type, wish: string): string {
    switch (value.kind) {
      case "null":
        return "None";
      case "file":
        return 'open("FILE", "rb")';
      case "choice": {
        const known = label(this.#call.api, type, value.value);
        if (known) return `${known.meta.name}.${known.label}`;
        if (typeof value.value === "boolean") return value.value ? "True" : "False";
        return typeof value.value === "number" ? String(value.value) : text(value.value);
      }
      case "text":
        if (type === "tree") return pythonic(value.text);
        return (type === "int" || type === "float" || type === "time") && isNumber(value.text, type) ? value.text : text(value.text);
      case "array":
        return `[${value.items.map((item) => this.expression(item, typeof type === "object" && "array" in type ? type.array : "text", wish)).join(", ")}]`;
      case "map":
        return `{${value.entries.map((entry) => `${text(entry.name)}: ${this.expression(entry.value, typeof type === "object" && "map" in type ? type.map : "text", wish)}`).join(", ")}}`;
      case "object": {
        const fields = value.fields.map((field) => [field.name, this.expression(field.value, this.#call.api.property(value.of, field.name)?.type ?? "text", field.name)] as const);
        const name = this.#names.fresh(spelled(wish.replace(/\W+/g, "")));
        this.#lines.push(`${name} = ${value.of}()`, ...fields.map(([field, expression]) => `${name}.${spelled(field)} = ${expression}`));
        return name;
      }
    }
  }
}

/** A string literal: what JSON writes is Python too. */
function text(value: string): string {
  return JSON.stringify(value);
}

function pythonic(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json)).replace(/("(?:[^"\\]|\\.)*")|\b(true|false|null)\b/g, (_, string: string | undefined, word: string | undefined) => string ?? { true: "True", false: "False", null: "None" }[word ?? ""] ?? "");
  } catch {
    return text(json);
  }
}
