/// <reference types="vitest/config" />
/** How the browser app is built and how Vitest finds its projects; a secret never reaches a bundle. */
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { headersFile } from "./supabase/browser-headers.ts";
import { vitestProjects } from "./tests/support/vitest-projects.ts";

/** Everything a VITE_ variable holds is readable by every visitor, so the list is closed. */
const publicVariables = ["VITE_SUPABASE_URL", "VITE_SUPABASE_PUBLISHABLE_KEY"];

/** What a secret looks like: Supabase's secret key, its role's JWT claim, a Meta token, a private key. */
const secretShapes = [
  /sb_secret_[\w-]{8}/,
  /service_role/,
  /\bEAA[A-Za-z0-9]{30}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/** Fails the build on a VITE_ variable outside the list, and on a secret in any file it would write. */
function refuseSecrets(): Plugin {
  return {
    name: "portdesk:refuse-secrets",
    apply: "build",
    configResolved({ env }) {
      const foreign = Object.keys(env).filter(
        (key) => key.startsWith("VITE_") && !publicVariables.includes(key),
      );
      if (foreign.length > 0)
        throw new Error(`Only ${publicVariables.join(" and ")} may be set, not ${foreign.join(", ")}`);
    },
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const text = file.type === "chunk" ? file.code : String(file.source);
        const shape = secretShapes.find(
          (candidate) => candidate.test(text) || decodedTokens(text).some((t) => candidate.test(t)),
        );
        if (shape) this.error(`${file.fileName} holds something shaped like a secret: ${shape}`);
      }
    },
  };
}

/** For static hosts: the headers that the local server sends too. */
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
    },
  };
}

/** The readable claims of every JWT in `text`: a legacy secret key is a JWT whose role says so. */
function decodedTokens(text: string): string[] {
  const claims = text.matchAll(/\beyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+/g);
  return Array.from(claims, ([, body]) => Buffer.from(body ?? "", "base64url").toString());
}

export default defineConfig({
  plugins: [react(), refuseSecrets(), writeHeaders()],
  build: { target: "baseline-widely-available", sourcemap: false },
  server: { host: "127.0.0.1" },
  test: { projects: vitestProjects },
});
