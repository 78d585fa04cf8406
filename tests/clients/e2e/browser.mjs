//! A headless Chromium with sound, and what to save when a test fails in it.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // The tests listen to the sound; whether a browser lets it start alone is the viewer's setting, not the subject here.
  "--autoplay-policy=no-user-gesture-required",
];

/** One browser for the test `t`, closed with it. */
export async function launch(t) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
  t.after(() => browser.close());
  return browser;
}

/** A new page that keeps its console and its failed requests, for the report of a failure. */
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 760 }, ...options });
  const page = await context.newPage();
  page.notes = [];
  const note = (text) => page.notes.push(`${new Date().toISOString().slice(11, 23)} ${text}`);
  page.on("console", (message) => note(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => note(`uncaught: ${error.stack ?? error}`));
  page.on("requestfailed", (request) => note(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on("response", (answer) => answer.status() >= 400 && note(`HTTP ${answer.status()}: ${answer.url()}`));
  return page;
}

/** Saves a picture of the page; its path. */
export async function screenshot(page, name) {
  const path = join(mkdtempSync(join(tmpdir(), "plenary-e2e-shot-")), `${name}.png`);
  await page.screenshot({ path });
  return path;
}
