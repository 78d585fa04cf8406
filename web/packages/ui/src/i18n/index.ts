// Texts by key. English is built in; another language is a catalogue of the same keys, loaded on demand.
import { en, type Key, type Message } from "./en";

export type { Key, Message } from "./en";
export type Values = Readonly<Record<string, string | number>>;
export type Catalogue = Readonly<Partial<Record<string, Message>>>;

let locale = "en";
let catalogue: Catalogue = {};
let plurals = new Intl.PluralRules(locale);
let numbers = new Intl.NumberFormat(locale);
let percents = new Intl.NumberFormat(locale, { style: "percent" });

/** Replaces the language. Keys that the catalogue lacks stay English. */
export function useCatalogue(name: string, messages: Catalogue): void {
  locale = name;
  catalogue = messages;
  plurals = new Intl.PluralRules(name);
  numbers = new Intl.NumberFormat(name);
  percents = new Intl.NumberFormat(name, { style: "percent" });
}

/** The language of the texts, a BCP 47 name, for dates and numbers. */
export function textLocale(): string {
  return locale;
}

/** Looks texts up in the catalogue of one app; a language that was chosen comes first. */
export function texts<M extends Readonly<Record<string, Message>>>(messages: M): (key: keyof M & string, values?: Values) => string {
  return (key, values = {}) => filled(catalogue[key] ?? messages[key]!, values);
}

/** The text of `key` with its values filled in. Numbers are written as the language writes them. */
export const t: (key: Key, values?: Values) => string = texts(en);

function filled(message: Message, values: Values): string {
  const text = typeof message === "string" ? message : message[pluralForm(values)];
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = name === "brand" ? en.brand : values[name];
    if (value === undefined) return hole;
    return typeof value === "number" ? numbers.format(value) : value;
  });
}

/** A share from 0 to 1 as a percentage. */
export function percent(share: number): string {
  return percents.format(share);
}

function pluralForm(values: Values): "one" | "other" {
  return plurals.select(Number(values["count"] ?? 0)) === "one" ? "one" : "other";
}
