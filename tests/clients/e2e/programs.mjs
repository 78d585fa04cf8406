//! Runs the two programs that use the official clients.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ADMIN_SECRET, PARTNER } from "./server.mjs";

export const PYTHON = process.env.PLENARY_PYTHON ?? "python3";
const PROGRAM = fileURLToPath(new URL("../python/webcast.py", import.meta.url));
const TIMEOUT_MS = 300_000;

/** Runs one program with the account's data in its environment; what it printed as JSON, or an error with what it said. */
export function run(command, args, serviceUrl) {
  const env = { ...process.env, PLENARY_URL: serviceUrl, PLENARY_PARTNER_ID: String(PARTNER), PLENARY_ADMIN_SECRET: ADMIN_SECRET };
  return new Promise((resolve, reject) => {
    execFile(command, args, { env, timeout: TIMEOUT_MS, maxBuffer: 16 << 20 }, (error, stdout, stderr) => {
      if (error) return reject(new Error(`${command} ${args.join(" ")}: ${error.message}\n${stderr}`));
      resolve(JSON.parse(stdout));
    });
  });
}

export const python = (mode, serviceUrl) => run(PYTHON, [PROGRAM, mode], serviceUrl);

export const node = (serviceUrl) => run(process.execPath, [fileURLToPath(new URL("webcast-node.mjs", import.meta.url))], serviceUrl);
