// The admin pages, /admin.
import "@plenary/ui/styles.css";
import { applyTheme, storedTheme } from "@plenary/ui";
import { mount } from "svelte";
import App from "./App.svelte";
import { Router } from "./router.svelte";
import { Session } from "./session.svelte";

if (storedTheme() !== "system") applyTheme(storedTheme());

const session = new Session();
const router = new Router();
mount(App, { target: document.getElementById("app")!, props: { session, router } });
router.start();
void session.start();
