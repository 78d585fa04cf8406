// What a snippet is made from: one call as somebody filled it in.
import type { Value } from "../form";
import type { Action, Api, Argument, Enumeration, Service, Type } from "../tables";

export interface Call {
  readonly api: Api;
  readonly service: Service;
  readonly action: Action;
  /** What is sent, in the order of the action's arguments; others are left out. */
  readonly given: readonly Given[];
  /** The address of the server, without a slash at the end. */
  readonly url: string;
  /** A session goes along. It is read from the environment, so that no snippet holds one. */
  readonly signedIn: boolean;
}

export interface Given {
  readonly argument: Argument;
  readonly value: Value;
}

/** Where snippets take the session from. */
export const KS_VARIABLE = "KS";

export type Snippet = (call: Call) => string;

/** The enumeration of a type and the label of one of its values. */
export function label(api: Api, type: Type, value: unknown): { meta: Enumeration; label: string } | undefined {
  const name = type === "nullableBoolean" ? "KalturaNullableBoolean" : typeof type === "object" && "enum" in type ? type.enum : undefined;
  const meta = name === undefined ? undefined : api.enum(name);
  const found = meta?.values.find(([, known]) => String(known) === String(value));
  return meta && found ? { meta, label: found[0] } : undefined;
}

/** Plugins that a call needs beside the core: of its service, of the classes and enumerations it names. */
export function plugins(call: Call): string[] {
  const found = new Set<string>();
  if (call.service.plugin) found.add(call.service.plugin);
  const visit = (value: Value, type: Type): void => {
    const meta = value.kind === "choice" ? label(call.api, type, value.value)?.meta : undefined;
    if (meta?.plugin) found.add(meta.plugin);
    if (value.kind === "array") value.items.forEach((item) => visit(item, typeof type === "object" && "array" in type ? type.array : "text"));
    if (value.kind === "map") value.entries.forEach((entry) => visit(entry.value, typeof type === "object" && "map" in type ? type.map : "text"));
    if (value.kind === "object") {
      const plugin = call.api.class(value.of)?.plugin;
      if (plugin) found.add(plugin);
      value.fields.forEach((field) => visit(field.value, call.api.property(value.of, field.name)?.type ?? "text"));
    }
  };
  call.given.forEach(({ argument, value }) => visit(value, argument.type));
  return [...found];
}

export function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** A class or enumeration without the prefix they all have. */
export function short(name: string): string {
  return name.replace(/^Kaltura/, "");
}

/** Names for variables: the property's or argument's own, with a number when it is taken. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: readonly string[]) {
    this.#taken = new Set(taken);
  }

  fresh(wish: string): string {
    let name = wish;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${wish}${number}`;
    this.#taken.add(name);
    return name;
  }
}
