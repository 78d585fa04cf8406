// The page at the root of a server: says what this is.
import "@plenary/ui/styles.css";
import { applyTheme, storedTheme, t } from "@plenary/ui";
import { mount } from "svelte";
import Home from "./Home.svelte";

if (storedTheme() !== "system") applyTheme(storedTheme());
document.title = t("brand");
mount(Home, { target: document.getElementById("app")! });
