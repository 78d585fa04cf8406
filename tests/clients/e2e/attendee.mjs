//! The attendee page as a person sees it: the state in its title, the words on its stage.

import { until } from "./until.mjs";

const TITLES = {
  scheduled: /^Scheduled — /,
  late: /^Starting soon — /,
  preview: /^Preview — /,
  live: /^● Live — /,
  interrupted: /^Reconnecting — /,
  ended: /^Ended — /,
};

/** The state that the page shows, by its title; undefined while it loads. */
export async function shownState(page) {
  const title = await page.title();
  return Object.keys(TITLES).find((state) => TITLES[state].test(title));
}

export function untilState(page, state, seconds) {
  return until(`the page shows ${state}`, seconds, async () => {
    const seen = await shownState(page);
    if (seen !== state) throw new Error(`it shows ${seen} (title ${JSON.stringify(await page.title())})`);
    return true;
  });
}

/** Opens the page of an entry and marks this document, so that a reload would be noticed. */
export async function openPage(page, server, entryId) {
  await page.goto(`${server.url}/e/${entryId}`);
  await page.evaluate(() => (window.__document = "first"));
}

export async function wasReloaded(page) {
  return (await page.evaluate(() => window.__document)) !== "first";
}

/** What the server tells a page, for whoever asks with `cookie`. */
export async function pageState(server, entryId, cookie) {
  const answer = await fetch(`${server.url}/plenary/v1/entries/${entryId}/page`, { headers: cookie ? { cookie } : {} });
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status} for the page state: ${await answer.text()}`);
  return answer.json();
}

/** Exchanges a KS for the cookie of a page session. */
export async function cookieFor(server, ks) {
  const answer = await fetch(`${server.url}/plenary/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-plenary": "1" },
    body: JSON.stringify({ ks }),
  });
  if (answer.status !== 204) throw new Error(`HTTP ${answer.status} for the session: ${await answer.text()}`);
  return answer.headers.get("set-cookie").split(";")[0];
}
