// The attendee page, /e/{entryId}.
import "@plenary/ui/styles.css";
import { applyTheme, storedTheme } from "@plenary/ui";
import { mount } from "svelte";
import App from "./App.svelte";
import { Controller } from "./controller.svelte";

if (storedTheme() !== "system") applyTheme(storedTheme());

const entry = decodeURIComponent(/^\/e\/([^/]+)/.exec(location.pathname)?.[1] ?? "");
const controller = new Controller(entry);
mount(App, { target: document.getElementById("app")!, props: { controller } });
controller.start();
