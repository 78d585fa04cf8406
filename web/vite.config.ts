// Builds the pages into dist/. The server embeds that folder: event.html is served at /e/{entryId}, admin.html at /admin,
// developers.html at /developers, index.html at /, everything under assets/ at /assets/… with a hash in the name, so it can be cached for ever. player.js defines
// <plenary-player> for pages of other sites; its name stays.
import { svelte, vitePreprocess } from "@sveltejs/vite-plugin-svelte";
import { join } from "node:path";
import { defineConfig } from "vite";
import { licences } from "./scripts/licences";

/** Other sites name this file, so its name does not change with its content. */
const PLAYER = "player";

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
    rollupOptions: {
      input: {
        event: "apps/event/event.html",
        index: "apps/event/index.html",
        admin: "apps/admin/admin.html",
        developers: "apps/developers/developers.html",
        [PLAYER]: "packages/player/src/embed.ts",
      },
      output: { entryFileNames: ({ name }) => (name === PLAYER ? "[name].js" : "assets/[name]-[hash].js") },
    },
  },
  // Scripts find their parts beside themselves, also when a page of another site loads them.
  experimental: { renderBuiltUrl: (_, { hostType }) => (hostType === "js" ? { relative: true } : undefined) },
  test: {
    root: import.meta.dirname,
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"],
    environment: "node",
  },
} as Parameters<typeof defineConfig>[0]);
