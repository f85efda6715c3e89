/// <reference types="vitest/config" />
/** How the browser app is built and how Vitest finds its projects; a secret never reaches a bundle. */
import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { headersFile, redirectsFile } from "./supabase/browser-headers.ts";
import { chunkGroups } from "./supabase/bundle/chunk-groups.ts";
import { staticStyles } from "./supabase/bundle/styles/static-styles.ts";
import { unusedParts } from "./supabase/bundle/unused-parts.ts";
import { refuseSecrets } from "./supabase/refuse-secrets.ts";
import { vitestProjects } from "./tests/runner/vitest-projects.ts";

/** For static hosts: the headers that the local server sends too, and which page answers an unknown path. */
function writeHeaders(): Plugin {
  let url: string | undefined;
  return {
    name: "portdesk:headers",
    apply: "build",
    configResolved({ env }) {
      url = env.VITE_SUPABASE_URL;
    },
    generateBundle() {
      if (url) this.emitFile({ type: "asset", fileName: "_headers", source: headersFile(url) });
      this.emitFile({ type: "asset", fileName: "_redirects", source: redirectsFile });
    },
  };
}

/** What Refine's packages import for parts that no page uses, and what does not say of itself that it can be left out. */
const unlessUsed =
  /\/node_modules\/(@rc-component\/[^/]+|@ant-design\/cssinjs[^/]*|react-markdown|remark-gfm|papaparse|error-stack-parser)\//;

export default defineConfig({
  plugins: [react(), staticStyles(), unusedParts(), writeHeaders(), refuseSecrets()],
  resolve: { alias: { "side-channel": path.join(import.meta.dirname, "supabase/bundle/side-channel.ts") } },
  build: {
    target: "baseline-widely-available",
    sourcemap: false,
    rolldownOptions: {
      treeshake: { moduleSideEffects: [{ test: unlessUsed, sideEffects: false }] },
      output: {
        codeSplitting: {
          groups: chunkGroups,
        },
      },
    },
  },
  // The local stack keeps its secrets in .portdesk: what Vite serves of the project is everything but that.
  server: {
    host: "127.0.0.1",
    fs: { deny: [".env", ".env.*", "*.{crt,pem}", "**/.git/**", "**/.portdesk/**"] },
  },
  test: { projects: vitestProjects },
});
