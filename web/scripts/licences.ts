// The licences of what is bundled, as one page with a hash in its name: `import licences from "virtual:licences"` is its address.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const ID = "virtual:licences";
const BUNDLED = ["svelte", "hls.js", "@fontsource-variable/inter"];

export function licences(modules: string): Plugin {
  let building = false;
  return {
    name: "licences",
    configResolved(config) {
      building = config.command === "build";
    },
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      if (!building) return "export default '#';";
      const file = this.emitFile({ type: "asset", name: "licences.html", source: page(modules) });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
  };
}

function page(modules: string): string {
  const sections = BUNDLED.map((name) => {
    const folder = join(modules, name);
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no licence file`);
    return `<h2>${name} ${version}</h2>\n<pre>${escaped(readFileSync(join(folder, file), "utf8").trim())}</pre>`;
  });
  return `<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">\n<title>Licences</title>\n<h1>Open-source licences</h1>\n${sections.join("\n")}\n</html>\n`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
