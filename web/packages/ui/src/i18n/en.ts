// The English catalogue. Keys name a place, then a meaning. `{name}` is replaced; an object with
// `one`/`other` is chosen by the plural rules of the language for the parameter `count`.
// A line comment above a key is the note for translators.

export type Message = string | { readonly one: string; readonly other: string };

export const en = {
  // The product. Not translated.
  "brand": "Plenary",

  // Badges: one or two words, shown in a small pill beside the title.
  "badge.scheduled": "Scheduled",
  "badge.late": "Starting soon",
  "badge.preview": "Preview",
  "badge.live": "On air",
  "badge.interrupted": "Reconnecting",
  "badge.ended": "Ended",

  // Window titles. {title} is the event's name.
  "title.loading": "Loading… — {brand}",
  "title.missing": "Not available — {brand}",
  "title.unreachable": "Can't connect — {brand}",
  "title.scheduled": "Scheduled — {title}",
  "title.late": "Starting soon — {title}",
  "title.preview": "Preview — {title}",
  "title.live": "● Live — {title}",
  "title.interrupted": "Reconnecting — {title}",
  "title.ended": "Ended — {title}",

  "skip.video": "Skip to video",
  "skip.details": "Skip to event details",
  "footer.licences": "Open-source licences",
  "footer.brand": "Webcast by {brand}",
  "event.untitled": "Untitled event",

  "theme.label": "Theme: {theme}",
  "theme.system": "same as device",
  "theme.light": "light",
  "theme.dark": "dark",
  "shortcuts.open": "Keyboard shortcuts",
  "shortcuts.title": "Keyboard shortcuts",
  "shortcuts.close": "Close",
  "shortcuts.enabled": "Use single-key shortcuts",
  "shortcuts.note": "They work while the player or the page has focus, never while you type.",
  "shortcuts.keys": "Key",
  "shortcuts.action": "Action",
  "shortcuts.or": "or",

  // Names of keys as printed on a keyboard.
  "key.space": "Space",
  "key.left": "←",
  "key.right": "→",
  "key.up": "↑",
  "key.down": "↓",
  "key.home": "Home",
  "key.end": "End",

  "action.toggle": "Play or pause",
  "action.back5": "Back 5 seconds",
  "action.forward5": "Forward 5 seconds",
  "action.back10": "Back 10 seconds",
  "action.forward10": "Forward 10 seconds",
  "action.volume": "Volume up or down (player focused)",
  "action.mute": "Sound on or off",
  "action.live": "Go to live",
  "action.start": "Go to the earliest moment you can watch",
  "action.fullscreen": "Full screen",
  "action.pip": "Picture in picture",
  "action.help": "This list",

  // Waiting for the start.
  "wait.label": "Starts in",
  "wait.days": { one: "{count} day", other: "{count} days" },
  "wait.hours": { one: "{count} hr", other: "{count} hrs" },
  "wait.minutes": "{count} min",
  "wait.late": "We're about to start — stay on this page.",
  "wait.unknown": "The start time isn't set yet. Stay on this page — it starts by itself.",
  "wait.stay": "No need to reload. The picture appears here when the event starts.",
  // Announced to screen readers when that much time is left.
  "wait.announce.day": "The event starts in 24 hours.",
  "wait.announce.hour": "The event starts in 1 hour.",
  "wait.announce.tenMinutes": "The event starts in 10 minutes.",
  "wait.announce.minute": "The event starts in 1 minute.",

  // {zone} is a time zone's short name.
  "when.mine": "Shown in your time ({zone})",
  "when.theirs": "Shown in the event's time ({zone})",
  "when.bracket": "({when})",
  "when.showTheirs": "Show the event's time",
  "when.showMine": "Show my time",

  "calendar.add": "Add to calendar",
  "calendar.file": "Calendar file (.ics)",
  "calendar.google": "Google Calendar",
  "calendar.outlook": "Outlook",
  "calendar.newTab": "{name} (opens in a new tab)",
  "calendar.body": "Watch here: {url}",

  // What is said when the state changes.
  "say.live": "The event is live.",
  "say.interrupted": "The picture is interrupted. It comes back by itself.",
  "say.back": "The picture is back.",
  "say.ended": "The event has ended.",
  "say.preview": "You are watching a preview. It is not public.",

  "restricted.title": "You can't watch this here.",
  "restricted.body": "We're sorry, this content is restricted.",
  "slate.title": "Back in a moment.",
  "slate.body": "You don't need to do anything.",

  "ended.title": "That's a wrap.",
  "ended.body": "Thank you for watching.",

  "home.title": "This is a {brand} server.",
  "home.body": "To watch an event, open the link from your invitation.",

  "missing.title": "This event isn't available",
  "missing.body": "The address may be mistyped, or the event isn't published. Nothing is wrong with your device.",
  "missing.fix": "Check the link in your invitation, or ask the person who sent it.",

  "unreachable.title": "The event can't be reached",
  "unreachable.body": "The server doesn't answer, so nothing can be shown yet. Check your connection — we keep trying by ourselves.",
  "unreachable.retry": "Try now",
  "loading.label": "Loading the event",
  "loading.slow": "Waiting for the server…",

  "strip.lost": "Reconnecting… You don't need to do anything.",
  "strip.offline": "This device is offline. We reconnect by ourselves.",
  "strip.back": "Back. Everything here is up to date.",

  "session.refused": "Your personal link is no longer valid. You see this page as a guest; ask for a new link to manage the event.",
  "session.unreachable": "Your personal link couldn't be checked because the server doesn't answer. You see this page as a guest; we keep trying.",
  "session.dismiss": "Dismiss",

  // For the team only.
  "team.label": "Event team",
  "team.notPublic": "Not public",
  "team.notPublic.body": "Only your team sees this picture.",
  "team.live": "You're on air",
  "team.live.body": "Everyone with the link can watch.",
  "team.interrupted": "No signal from the encoder",
  "team.interrupted.body": "Viewers see “Back in a moment.” for {elapsed} now. Check the encoder; the event resumes by itself.",
  "team.waiting": "Waiting for a signal",
  "team.waiting.body": "Start your encoder. Nothing becomes public until you go live.",
  "team.waiting.direct": "Start your encoder. The event is public as soon as the signal arrives.",
  "team.late": { one: "{count} minute late", other: "{count} minutes late" },
  "team.goLive": "Go live",
  "team.goLive.armed": "Go live now · {count}",
  "team.end": "End",
  "team.end.armed": "End for everyone now · {count}",
  "team.cancel": "Cancel",
  "team.armed": "Press again to confirm.",
  "team.busy": "One moment…",
  "team.failed.refused": "The server refused this change. Viewers see what they saw before. Sign in again with a link that may manage this event.",
  "team.failed.unreachable": "The server couldn't be reached. Viewers see what they saw before. Check your connection and try again.",

  // Controls that many pages have.
  "copy.do": "Copy",
  "copy.label": "Copy: {what}",
  "copy.done": "Copied",
  "copy.failed": "Press Ctrl+C to copy",
  "secret.show": "Show",
  "secret.hide": "Hide",
  "secret.show.label": "Show: {what}",
  "secret.hide.label": "Hide: {what}",
  "dialog.close": "Close",

  // The player.
  "player.label": "Video player",
  "player.labelFor": "Video player: {title}",
  "player.controls": "Player controls",
  "player.play": "Play",
  "player.pause": "Pause",
  "player.mute": "Sound off",
  "player.unmute": "Sound on",
  "player.volume": "Volume",
  "player.live": "Live",
  "player.goLive": "Go to live (−{behind})",
  "player.seek": "Position",
  "player.seekLive": "live",
  "player.seekBehind": "{behind} behind live",
  "player.time.clock": "Time of day {time}. Show elapsed time",
  "player.time.elapsed": "Elapsed {time}. Show time of day",
  "player.time.only": "Time of day {time}",
  "player.settings": "Quality: {quality}",
  "player.quality": "Quality",
  "player.quality.auto": "Auto",
  "player.quality.autoNow": "Auto ({quality})",
  "player.quality.height": "{height}p",
  "player.quality.rate": "{rate} Mbit/s",
  "player.pip": "Picture in picture",
  "player.pip.leave": "Leave picture in picture",
  "player.fullscreen": "Full screen",
  "player.fullscreen.leave": "Leave full screen",
  "player.back10": "Back 10 seconds",
  "player.forward10": "Forward 10 seconds",
  "player.tapForSound": "Tap for sound",
  "player.tapToPlay": "Play",
  "player.waiting": "Waiting for the picture…",
  "player.smoother": "Your connection stutters: now playing a little later, and smoother.",
  "player.said.playing": "Playing",
  "player.said.paused": "Paused",
  "player.said.muted": "Sound off",
  "player.said.unmuted": "Sound on",
  "player.said.volume": "Volume {percent}",

  // Error cards: what happened · what viewers notice · what to do now.
  "player.error.network": "The stream can't be reached from here. The picture has stopped on this device only. Check your connection, then try again — we also keep trying by ourselves.",
  "player.error.media": "This device couldn't play part of the stream. The picture has stopped on this device only. Try again; if it comes back, close other tabs that play video.",
  "player.error.unsupported": "This browser can't play the stream. Nothing can be shown here. Open this page in a current version of Chrome, Edge, Firefox or Safari.",
  "player.error.refused": "The stream isn't open to you any more. The picture has stopped. Reload the page, or open the link from your invitation again.",
  "player.error.title": "The picture has stopped",
  "player.retry": "Try again",
  "player.details": "Technical details",
  "player.copy": "Copy details",
  "player.copied": "Copied",
} as const satisfies Record<string, Message>;

export type Key = keyof typeof en;
