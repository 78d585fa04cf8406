// Asks what can be watched, and shows it. The address of the stream is looked up anew when its token is refused.
const POLL_MS = 3000;
const WORDS = {
  waiting: "The webcast has not started yet.",
  over: "The webcast is over.",
  recording: "Recording",
};

const main = document.querySelector("main");
const stage = document.querySelector(".stage");
const over = stage.querySelector(".over");
const badge = document.querySelector(".badge");
const { entry, ks } = main.dataset;

for (const time of document.querySelectorAll("time[data-at]")) {
  const at = Number(time.dataset.at) * 1000;
  if (at > 0) time.textContent = new Date(at).toLocaleString([], { dateStyle: "full", timeStyle: "short" });
}

let shown = "";

async function look() {
  const answer = await fetch(`/view/${entry}/state`, { headers: { "x-viewer-session": ks } });
  if (answer.status === 401) return location.reload();
  if (!answer.ok) return;
  const now = await answer.json();
  main.dataset.state = now.state;
  badge.hidden = now.state !== "live" && now.state !== "recording";
  badge.textContent = now.state === "live" ? "Live" : WORDS.recording;
  badge.classList.toggle("live", now.state === "live");
  over.textContent = now.message ?? WORDS[now.state] ?? "";
  over.hidden = Boolean(now.src);
  if ((now.src ?? "") !== shown) show(now.src ?? "");
}

function show(src) {
  shown = src;
  stage.querySelector("plenary-player")?.remove();
  if (!src) return;
  const player = document.createElement("plenary-player");
  player.setAttribute("label", document.title);
  player.setAttribute("autoplay", "");
  const address = `${src}?ks=${encodeURIComponent(ks)}`;
  // Where the address leads carries a token for the media; when that is refused, the player asks for another one.
  player.renew = async () => {
    const answer = await fetch(address);
    return answer.ok ? answer.url : undefined;
  };
  player.setAttribute("src", address);
  stage.append(player);
}

async function forever() {
  await look().catch(() => undefined);
  setTimeout(forever, POLL_MS);
}
void forever();
