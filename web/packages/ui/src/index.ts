// Tokens, components, texts, announcements, shortcuts. No product logic.
export { default as Badge } from "./components/Badge.svelte";
export { default as Button } from "./components/Button.svelte";
export { default as CopyField } from "./components/CopyField.svelte";
export { default as Dialog } from "./components/Dialog.svelte";
export { default as Field } from "./components/Field.svelte";
export { default as Icon, type IconName } from "./components/Icon.svelte";
export { default as LiveRegions } from "./components/LiveRegions.svelte";
export { default as Logo } from "./components/Logo.svelte";
export { default as ShortcutSheet } from "./components/ShortcutSheet.svelte";
export { Announcer, POLITE_EVERY_MS, type Urgency } from "./announcer";
export { percent, t, textLocale, texts, useCatalogue, type Key, type Message, type Values } from "./i18n";
export { copyText } from "./clipboard";
export { recall, remember } from "./preferences";
export { actionOf, enableShortcuts, isCharacter, isControlsOwn, isTyping, shortcutsEnabled, type Action, type Press } from "./shortcuts";
export { applyTheme, chooseTheme, nextTheme, storedTheme, type Theme } from "./theme";
export { clockSpan, countdown, countdownMark, eventTime, isZone, myZone, otherTime, timeOfDay, zoneName } from "./time";
