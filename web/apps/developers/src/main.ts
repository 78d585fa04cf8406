// The pages for developers, /developers: reference and test console.
import "@plenary/ui/styles.css";
import { applyTheme, storedTheme } from "@plenary/ui";
import { mount } from "svelte";
import App from "./App.svelte";

if (storedTheme() !== "system") applyTheme(storedTheme());
mount(App, { target: document.getElementById("app")! });
