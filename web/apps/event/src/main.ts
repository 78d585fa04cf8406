// The attendee page, /e/{entryId}, and the same in a frame of another site, /embed/{entryId}: only the stage.
import "@plenary/ui/styles.css";
import { applyTheme, storedTheme } from "@plenary/ui";
import { mount } from "svelte";
import App from "./App.svelte";
import { Controller } from "./controller.svelte";

if (storedTheme() !== "system") applyTheme(storedTheme());

const [, place, id] = /^\/(e|embed)\/([^/]+)/.exec(location.pathname) ?? [];
const entry = decodeURIComponent(id ?? "");
const controller = new Controller(entry);
mount(App, { target: document.getElementById("app")!, props: { controller, embedded: place === "embed" } });
controller.start();
