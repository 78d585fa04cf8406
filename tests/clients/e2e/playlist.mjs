//! Following the addresses of a broadcast as a player does: master, media playlists, init, parts.

/** One media playlist, as far as the tests look into it. */
export function parse(text, url) {
  const at = (uri) => new URL(uri, url).href;
  const attribute = (line, name) => new RegExp(`[:,]${name}=(?:"([^"]*)"|([^,]*))`).exec(line)?.slice(1).find((value) => value !== undefined);
  const playlist = { url, text, segments: [], parts: [], maps: [], discontinuitySequence: 0, mediaSequence: undefined };
  let pending = { discontinuity: false, gap: false };
  let map;
  for (const line of text.split("\n")) {
    if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) playlist.mediaSequence = Number(line.split(":")[1]);
    else if (line.startsWith("#EXT-X-DISCONTINUITY-SEQUENCE:")) playlist.discontinuitySequence = Number(line.split(":")[1]);
    else if (line === "#EXT-X-DISCONTINUITY") pending.discontinuity = true;
    else if (line === "#EXT-X-GAP") pending.gap = true;
    else if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) pending.dateTime = Date.parse(line.slice(25));
    else if (line.startsWith("#EXT-X-MAP:")) playlist.maps.push((map = at(attribute(line, "URI"))));
    else if (line.startsWith("#EXT-X-PART:")) playlist.parts.push({ url: at(attribute(line, "URI")), seconds: Number(attribute(line, "DURATION")) });
    else if (line.startsWith("#EXT-X-PRELOAD-HINT:")) playlist.hint = at(attribute(line, "URI"));
    else if (line.startsWith("#EXT-X-PART-INF:")) playlist.partTarget = Number(attribute(line, "PART-TARGET"));
    else if (line.startsWith("#EXT-X-TARGETDURATION:")) playlist.targetDuration = Number(line.split(":")[1]);
    else if (line !== "" && !line.startsWith("#")) {
      playlist.segments.push({ msn: playlist.mediaSequence + playlist.segments.length, url: at(line), map, ...pending });
      pending = { discontinuity: false, gap: false };
    }
  }
  playlist.pending = pending;
  return playlist;
}

async function text(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(15_000) });
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${url}`);
  return answer.text();
}

/** The media playlist at `url`. */
export async function media(url) {
  return parse(await text(url), url);
}

/** Addresses of the renditions in a master playlist: `video` and, when it is a group of its own, `audio`. */
export async function master(url) {
  const lines = (await text(url)).split("\n");
  const variant = lines.findIndex((line) => line.startsWith("#EXT-X-STREAM-INF:"));
  if (variant < 0) throw new Error(`no variant in ${url}:\n${lines.join("\n")}`);
  const audio = lines.find((line) => line.startsWith("#EXT-X-MEDIA:") && line.includes("TYPE=AUDIO"));
  const uri = audio && /URI="([^"]+)"/.exec(audio)?.[1];
  return { video: new URL(lines[variant + 1], url).href, audio: uri && new URL(uri, url).href };
}

/** HTTP status of a GET. */
export async function status(url, seconds = 15) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(seconds * 1000) });
  await answer.arrayBuffer();
  return answer.status;
}
