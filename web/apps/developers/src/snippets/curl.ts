// The call as curl sends it: the JSON that this page sends, the session from the environment.
import { toJson } from "../form";
import { sendable } from "@plenary/client/api";
import { KS_VARIABLE, type Snippet } from "./call";

/** Stands for the session until the text is quoted for the shell. */
const MARK = "\u0000ks\u0000";

export const curl: Snippet = (call) => {
  const params: Record<string, unknown> = {};
  const files: string[] = [];
  for (const { argument, value } of call.given) {
    if (value.kind === "file") files.push(argument.name);
    else params[argument.name] = toJson(value, argument.type, call.api);
  }
  const { path, json } = sendable({ service: call.service.name, action: call.action.name, params }, call.signedIn ? MARK : undefined);
  const text = quoted(JSON.stringify(json, null, 2)).replaceAll(JSON.stringify(MARK).slice(1, -1), `'"$${KS_VARIABLE}"'`);
  const lines = [`curl ${quoted(call.url + path)}`];
  if (files.length === 0) lines.push(`-H 'Content-Type: application/json'`, `-d ${text}`);
  else lines.push(`-F json=${text}`, ...files.map((name) => `-F ${name}=@FILE`));
  return `${lines.join(" \\\n  ")}\n`;
};

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
