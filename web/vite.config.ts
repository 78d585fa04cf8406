// Builds the pages into dist/. The server embeds that folder: event.html is served at /e/{entryId}, admin.html at /admin,
// index.html at /, everything under assets/ at /assets/… with a hash in the name, so it can be cached for ever.
import { svelte, vitePreprocess } from "@sveltejs/vite-plugin-svelte";
import { join } from "node:path";
import { defineConfig } from "vite";
import { licences } from "./scripts/licences";

export default defineConfig({
  root: "apps",
  base: "/",
  publicDir: false,
  plugins: [
    licences(join(import.meta.dirname, "node_modules")),
    svelte({
      configFile: false,
      preprocess: vitePreprocess(),
      compilerOptions: { runes: true, css: "external" },
    }),
  ],
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    manifest: "manifest.json",
    // Nothing may be inlined: the pages run under a policy without data: scripts and inline styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rollupOptions: { input: ["apps/event/event.html", "apps/event/index.html", "apps/admin/admin.html"] },
  },
  test: {
    root: import.meta.dirname,
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"],
    environment: "node",
  },
} as Parameters<typeof defineConfig>[0]);
