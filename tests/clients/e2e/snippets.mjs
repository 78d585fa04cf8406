//! The programs of docs/integration.md, taken from the page and run as they stand.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ADMIN_SECRET, PARTNER } from "./server.mjs";
import { until, within } from "./until.mjs";

const PAGE = new URL("../../../docs/integration.md", import.meta.url);
const PACKAGES = fileURLToPath(new URL("../node_modules", import.meta.url));

/** How a program of each language is started. */
const RUNNERS = {
  python: { file: "job.py", command: (file) => [process.env.PLENARY_PYTHON ?? "python3", "-u", file] },
  js: { file: "job.mjs", command: (file) => [process.execPath, file] },
  php: { file: "job.php", command: (file) => ["php", "-d", `include_path=${process.env.PLENARY_PHP_CLIENT}`, file] },
  sh: { file: "job.sh", command: (file) => ["sh", file] },
};

/** The text of the one block of this language below a heading. */
function block(heading, language) {
  const page = readFileSync(PAGE, "utf8");
  const [, below] = page.split(`\n### ${heading}\n`);
  if (below === undefined) throw new Error(`docs/integration.md has no heading ${heading}`);
  const section = below.split(/\n##/)[0];
  const blocks = [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))];
  if (blocks.length !== 1) throw new Error(`${heading}: ${blocks.length} blocks of ${language}, expected one`);
  return blocks[0][1];
}

/** A running program, with what it printed. */
export class Program {
  #child;
  #said = "";
  #errors = "";
  #exited;

  /** Starts the program below `heading`; it ends with the test `t`. */
  constructor(t, server, heading, language) {
    const { file, command } = RUNNERS[language];
    const folder = mkdtempSync(join(tmpdir(), "plenary-snippet-"));
    symlinkSync(PACKAGES, join(folder, "node_modules"));
    const path = join(folder, file);
    writeFileSync(path, block(heading, language));
    const [program, ...args] = command(path);
    const account = { PLENARY_URL: server.url, PLENARY_PARTNER_ID: String(PARTNER), PLENARY_ADMIN_SECRET: ADMIN_SECRET };
    const child = spawn(program, args, { cwd: folder, env: { ...process.env, ...account }, stdio: ["pipe", "pipe", "pipe"] });
    this.#child = child;
    child.stdout.on("data", (text) => (this.#said += text));
    child.stderr.on("data", (text) => (this.#errors += text));
    this.#exited = new Promise((done) => {
      child.on("error", (error) => done({ error }));
      child.on("exit", (code, signal) => done({ code, signal }));
    });
    t.after(() => {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    });
  }

  /** Waits for a line that begins with `name`; the rest of it. */
  async line(name, seconds = 30) {
    let exit;
    this.#exited.then((how) => (exit = how));
    const pattern = new RegExp(`^(?:Enter ends the webcast )?${name} *(.+)\n`, "m");
    const found = await until(`the program prints a line with ${name}`, seconds, () => pattern.exec(this.#said)?.[1] ?? (exit && { exit }));
    if (found.exit) throw new Error(`the program ended with ${JSON.stringify(exit)} before a line with ${name}:\n${this.#said}\n${this.#errors}`);
    return found;
  }

  /** Presses Enter. */
  enter() {
    this.#child.stdin.write("\n");
  }

  /** Waits for the end, which must be a good one. */
  async end() {
    const how = await within("the program ends", 20, this.#exited);
    if (how.code !== 0) throw new Error(`the program ended with ${JSON.stringify(how)}:\n${this.#said}\n${this.#errors}`);
  }
}
