// The tables of the API, as /plenary/v1/reference.json has them, and what the pages ask of them.

export type Scalar = "bool" | "int" | "float" | "text" | "time" | "nullableBoolean" | "tree" | "file";
export type Type = Scalar | { readonly enum: string } | { readonly object: string } | { readonly array: Type } | { readonly map: Type };
export type Wire = string | number;

export interface Argument {
  readonly name: string;
  readonly docs: string;
  readonly type: Type;
  /** Not there if the argument must be given. */
  readonly default?: unknown;
}
export interface Action {
  readonly name: string;
  readonly docs: string;
  readonly arguments: readonly Argument[];
  /** Who may call besides ADMIN sessions. */
  readonly access: readonly string[];
  readonly returns: Type | "nothing";
  /** The argument that names an entry which the caller must be able to edit, or must own. */
  readonly editor?: string;
  readonly owner?: string;
}
export interface Service {
  readonly name: string;
  /** How client libraries call it. */
  readonly plugin: string | null;
  readonly spelled: string;
  readonly docs: string;
  readonly actions: readonly Action[];
}
export type Flag = "readonly" | "insert_only" | "write_only" | "admin_only" | "admin_quiet" | "admin_read" | "push_publish" | "stored";
export interface Property {
  readonly name: string;
  readonly type: Type;
  readonly docs?: string;
  readonly flags?: readonly Flag[];
}
export interface Class {
  readonly name: string;
  readonly docs: string;
  /** Only this plugin's services lead to it; client libraries keep it there. */
  readonly plugin?: string;
  readonly parent?: string;
  readonly abstract?: boolean;
  readonly properties: readonly Property[];
}
export interface Enumeration {
  readonly name: string;
  readonly docs: string;
  readonly plugin?: string;
  readonly values: readonly (readonly [label: string, value: Wire])[];
}
export interface ErrorRow {
  readonly code: string;
  readonly args: readonly string[];
  readonly message: string;
}
export interface Tables {
  readonly version: string;
  readonly services: readonly Service[];
  readonly classes: readonly Class[];
  readonly enums: readonly Enumeration[];
  readonly errors: readonly ErrorRow[];
}

/** The tables with the questions one asks of them. */
export class Api {
  readonly tables: Tables;
  readonly #classes: ReadonlyMap<string, Class>;
  readonly #enums: ReadonlyMap<string, Enumeration>;

  constructor(tables: Tables) {
    this.tables = tables;
    this.#classes = new Map(tables.classes.map((found) => [found.name, found]));
    this.#enums = new Map(tables.enums.map((found) => [found.name, found]));
  }

  service(name: string): Service | undefined {
    return this.tables.services.find((found) => found.name === name);
  }

  class(name: string): Class | undefined {
    return this.#classes.get(name);
  }

  enum(name: string): Enumeration | undefined {
    return this.#enums.get(name);
  }

  /** The class and those above it, the class first. */
  lineage(name: string): readonly Class[] {
    const found = this.class(name);
    return found ? [found, ...(found.parent ? this.lineage(found.parent) : [])] : [];
  }

  /** Every property, those of the class itself first: they are what one looks for. */
  properties(name: string): readonly Property[] {
    return this.lineage(name).flatMap((found) => found.properties);
  }

  property(name: string, property: string): Property | undefined {
    return this.properties(name).find((found) => found.name === property);
  }

  /** What may be put into a slot of class `name`: it and every class below it that is not abstract. */
  creatable(name: string): readonly Class[] {
    return this.tables.classes.filter((found) => !found.abstract && this.lineage(found.name).some((above) => above.name === name));
  }

  below(name: string): readonly Class[] {
    return this.tables.classes.filter((found) => found.parent === name);
  }

  /** Actions that take or return the class or enumeration, as `service.action`. */
  users(name: string): readonly { service: Service; action: Action }[] {
    return this.tables.services.flatMap((service) =>
      service.actions.filter((action) => [action.returns, ...action.arguments.map((found) => found.type)].some((type) => named(type) === name)).map((action) => ({ service, action })),
    );
  }
}

/** The class or enumeration a type speaks of. */
export function named(type: Type | "nothing"): string | undefined {
  if (typeof type === "string") return undefined;
  if ("object" in type) return type.object;
  if ("enum" in type) return type.enum;
  return named("array" in type ? type.array : type.map);
}

export function is(property: Property, flag: Flag): boolean {
  return property.flags?.includes(flag) ?? false;
}
