// The start time is local to whoever fills the form; the server gets Unix seconds and the name of the zone.
const form = document.querySelector("form");
const starts = document.querySelector("#starts");
const { starts_at: seconds, timezone } = form.elements;

const local = (date) => new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
const nextHour = () => new Date(Math.ceil((Date.now() + 300_000) / 3_600_000) * 3_600_000);

timezone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
starts.value = local(seconds.value ? new Date(Number(seconds.value) * 1000) : nextHour());
document.querySelector("#zone").textContent = `Times are in ${timezone.value}.`;

const tell = () => (seconds.value = starts.value ? String(Math.floor(new Date(starts.value).getTime() / 1000)) : "");
starts.addEventListener("change", tell);
form.addEventListener("submit", tell);
tell();
