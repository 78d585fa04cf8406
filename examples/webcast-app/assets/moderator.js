// Shows the signal to whoever runs the webcast, takes it live and ends it.
const POLL_MS = 2000;

const main = document.querySelector("main");
const stage = document.querySelector(".stage");
const over = stage.querySelector(".over");
const badge = document.querySelector(".badge");
const mistake = document.querySelector(".mistake");
const go = document.querySelector("#go");
const end = document.querySelector("#end");
const { entry, ks } = main.dataset;
const explicit = main.dataset.explicit === "true";
const headers = { "x-moderator-session": ks };

for (const time of document.querySelectorAll("time[data-at]")) {
  const at = Number(time.dataset.at) * 1000;
  if (at > 0) time.textContent = new Date(at).toLocaleString([], { dateStyle: "full", timeStyle: "short" });
}
for (const button of document.querySelectorAll(".copy")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
}

let shown = "";

async function told(answer) {
  if (answer.status === 401) return location.reload();
  const now = await answer.json();
  mistake.hidden = answer.ok;
  mistake.textContent = now.error ?? "";
  if (!answer.ok) return;
  const live = now.released && now.playable;
  main.dataset.state = live ? "live" : now.playable ? "preview" : "none";
  badge.textContent = live ? "Live" : now.playable ? "Preview" : "No signal";
  badge.classList.toggle("live", live);
  // A webcast without preview is public whenever there is a signal.
  go.disabled = !explicit || !now.playable || now.released;
  end.disabled = !explicit || !now.released;
  over.hidden = Boolean(now.src);
  if ((now.src ?? "") !== shown) show(now.src ?? "");
}

function show(src) {
  shown = src;
  stage.querySelector("plenary-player")?.remove();
  if (!src) return;
  const player = document.createElement("plenary-player");
  player.setAttribute("label", "Preview");
  player.setAttribute("autoplay", "");
  const address = `${src}?ks=${encodeURIComponent(ks)}`;
  player.renew = async () => {
    const answer = await fetch(address);
    return answer.ok ? answer.url : undefined;
  };
  player.setAttribute("src", address);
  stage.append(player);
}

const release = (body) => fetch(`/moderator/${entry}/release`, { method: "POST", headers, body }).then(told);
go.addEventListener("click", () => release("on"));
end.addEventListener("click", () => release("off"));

async function forever() {
  await fetch(`/moderator/${entry}/state`, { headers }).then(told).catch(() => undefined);
  setTimeout(forever, POLL_MS);
}
void forever();
