// What somebody has filled in: a tree of values beside the tree of types. Nothing is refused here: how the server answers bad input is worth seeing.
import type { Api, Argument, Property, Type } from "./tables";
import { is } from "./tables";

export type Value =
  | { kind: "null" }
  | { kind: "text"; text: string }
  | { kind: "choice"; value: string | number | boolean }
  | { kind: "object"; of: string; fields: Field[] }
  | { kind: "array"; items: Value[] }
  | { kind: "map"; entries: Field[] }
  | { kind: "file"; file: File | undefined };

export interface Field {
  name: string;
  value: Value;
}

/** A value of the type with nothing in it yet. */
export function blank(type: Type, api: Api): Value {
  if (type === "file") return { kind: "file", file: undefined };
  if (type === "bool") return { kind: "choice", value: true };
  if (type === "nullableBoolean") return { kind: "choice", value: 1 };
  if (typeof type === "string") return { kind: "text", text: type === "tree" ? "{}" : "" };
  if ("enum" in type) return { kind: "choice", value: api.enum(type.enum)?.values[0]?.[1] ?? "" };
  if ("array" in type) return { kind: "array", items: [] };
  if ("map" in type) return { kind: "map", entries: [] };
  const own = api.class(type.object);
  return { kind: "object", of: own && !own.abstract ? own.name : (api.creatable(type.object)[0]?.name ?? type.object), fields: [] };
}

/** What an argument starts with: its default, so that one sees it. */
export function preset(argument: Argument, api: Api): Value {
  const value = argument.default;
  const start = blank(argument.type, api);
  if (value === undefined || value === null || start.kind === "array") return start;
  if (start.kind === "choice") return { kind: "choice", value: value as string | number | boolean };
  return { kind: "text", text: typeof value === "string" ? value : JSON.stringify(value) };
}

/** The value as JSON sends it. Numbers that are none go as the text they are. */
export function toJson(value: Value, type: Type, api: Api): unknown {
  switch (value.kind) {
    case "null":
      return null;
    case "choice":
      return value.value;
    case "file":
      return value.file;
    case "text":
      return scalar(value.text, type);
    case "array":
      return value.items.map((item) => toJson(item, inner(type), api));
    case "map":
      return Object.fromEntries(value.entries.map((entry) => [entry.name, toJson(entry.value, inner(type), api)]));
    case "object":
      return { objectType: value.of, ...Object.fromEntries(value.fields.map((field) => [field.name, toJson(field.value, api.property(value.of, field.name)?.type ?? "text", api)])) };
  }
}

export function inner(type: Type): Type {
  if (typeof type === "string" || "enum" in type || "object" in type) return "text";
  return "array" in type ? type.array : type.map;
}

export function isNumber(text: string, type: Type): boolean {
  return type === "float" ? /^-?\d+(\.\d+)?$/.test(text) : /^-?\d{1,15}$/.test(text);
}

function scalar(text: string, type: Type): unknown {
  if (type === "int" || type === "float" || type === "time") return isNumber(text, type) ? Number(text) : text;
  if (type !== "tree") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Properties one may write into an object of class `of`, without those that are there already. */
export function addable(of: string, present: readonly Field[], api: Api): readonly Property[] {
  const taken = new Set(present.map((field) => field.name));
  return api.properties(of).filter((property) => !is(property, "readonly") && !taken.has(property.name));
}

/** Fields that another class has as well; what it lacks goes. */
export function kept(fields: readonly Field[], of: string, api: Api): Field[] {
  return fields.filter((field) => api.property(of, field.name) !== undefined);
}
