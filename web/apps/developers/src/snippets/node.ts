// The call with the official Node client: npm install kaltura-client
import { isNumber, type Value } from "../form";
import type { Type } from "../tables";
import { KS_VARIABLE, label, short, type Call, type Snippet } from "./call";

/** Words that the client may not use as names of methods. */
const RENAMED = new Set(["list", "delete", "clone", "export"]);

export const node: Snippet = (call) => {
  const lines = ['const kaltura = require("kaltura-client");'];
  const files = call.given.some(({ value }) => value.kind === "file");
  if (files) lines.push('const fs = require("node:fs");');
  lines.push("", "const config = new kaltura.Configuration();", `config.serviceUrl = ${JSON.stringify(call.url)};`, "const client = new kaltura.Client(config);");
  if (call.signedIn) lines.push(`client.setKs(process.env.${KS_VARIABLE});`);
  lines.push("");
  const last = Math.max(-1, ...call.given.map(({ argument }) => call.action.arguments.indexOf(argument)));
  const given = call.action.arguments.slice(0, last + 1).map((argument) => {
    const found = call.given.find((candidate) => candidate.argument === argument);
    return found ? expression(call, found.value, argument.type, "") : "undefined";
  });
  const action = RENAMED.has(call.action.name) ? `${call.action.name}Action` : call.action.name;
  if (given.some((part) => part.includes("\n"))) {
    lines.push(`kaltura.services.${call.service.spelled}.${action}(${given.join(", ")})`, "  .execute(client)", "  .then(console.log, console.error);");
  } else {
    lines.push(`kaltura.services.${call.service.spelled}`, `  .${action}(${given.join(", ")})`, "  .execute(client)", "  .then(console.log, console.error);");
  }
  return `${lines.join("\n")}\n`;
};

function expression(call: Call, value: Value, type: Type, indent: string): string {
  switch (value.kind) {
    case "null":
      // The client leaves nulls out; cleared is what has this name.
      return "null";
    case "file":
      return 'fs.createReadStream("FILE")';
    case "choice": {
      const known = label(call.api, type, value.value);
      return known ? `kaltura.enums.${short(known.meta.name)}.${known.label}` : JSON.stringify(value.value);
    }
    case "text":
      if (type === "tree") return value.text;
      return (type === "int" || type === "float" || type === "time") && isNumber(value.text, type) ? value.text : JSON.stringify(value.text);
    case "array":
      return `[${value.items.map((item) => expression(call, item, typeof type === "object" && "array" in type ? type.array : "text", indent)).join(", ")}]`;
    case "map":
      return `{ ${value.entries.map((entry) => `${JSON.stringify(entry.name)}: ${expression(call, entry.value, typeof type === "object" && "map" in type ? type.map : "text", indent)}`).join(", ")} }`;
    case "object": {
      const inside = `${indent}  `;
      const fields = value.fields.map((field) => {
        const type = call.api.property(value.of, field.name)?.type ?? "text";
        const name = field.value.kind === "null" ? `${field.name}__null` : field.name;
        return `${inside}${name}: ${field.value.kind === "null" ? '""' : expression(call, field.value, type, inside)},`;
      });
      return fields.length === 0 ? `new kaltura.objects.${short(value.of)}()` : `new kaltura.objects.${short(value.of)}({\n${fields.join("\n")}\n${indent}})`;
    }
  }
}
