//! What to look at when an end-to-end test fails.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { screenshot } from "./browser.mjs";
import { look } from "./picture.mjs";
import { master, media } from "./playlist.mjs";
import { within } from "./until.mjs";

/** A page that hangs must not keep the report from being written. */
const EVIDENCE_SECONDS = 6;

/**
 * Runs one step of a story. If it fails, the error is given the playlist, the page (picture, console, what the video
 * shows) and the end of the server's and the encoder's logs. `scene` may have: server, page, playback (a function that
 * answers the master playlist's address), encoder.
 */
export async function step(t, name, scene, body) {
  await t.test(name, async (t) => {
    try {
      await body(t);
    } catch (error) {
      const report = await gather(name, scene);
      error.message += `\n${report}`;
      scene.failed = true;
      throw error;
    }
  });
  if (scene.failed) throw new Error(`the story ends at: ${name}`);
}

async function gather(name, { server, page, playback, encoder }) {
  const parts = [];
  const add = async (title, produce) => {
    let content;
    try {
      content = await within(title, EVIDENCE_SECONDS, Promise.resolve(produce()));
    } catch (error) {
      content = `(${error.message})`;
    }
    if (content) parts.push(`--- ${title}\n${content}`);
  };
  if (playback) {
    await add("playlists", async () => {
      const renditions = await master(await playback());
      const texts = [];
      for (const url of Object.values(renditions).filter(Boolean)) texts.push(`${url}\n${(await media(url)).text}`);
      return texts.join("\n");
    });
  }
  if (page) {
    await add("screenshot", () => screenshot(page, name.replaceAll(/\W+/g, "-")));
    await add("video", async () => JSON.stringify(await look(page)));
    await add("text of the page", () => page.evaluate(() => document.body.innerText));
    await add("page", () => page.notes.slice(-40).join("\n"));
  }
  if (encoder) await add("encoder", () => encoder.messages.slice(-2000));
  if (server) {
    await add("server log", () => {
      const path = join(mkdtempSync(join(tmpdir(), "plenary-e2e-log-")), "server.log");
      writeFileSync(path, server.log());
      return `${server.logTail(40)}\n(all of it: ${path})`;
    });
  }
  return parts.join("\n");
}
