/** Keeps secrets out of what every visitor may download: the built app, whatever file they would be in. */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";

/** Everything a VITE_ variable holds is readable by every visitor, so the list is closed. */
const publicVariables = ["VITE_SUPABASE_URL", "VITE_SUPABASE_PUBLISHABLE_KEY"];

/** What a secret looks like: Supabase's secret key, its role's JWT claim, a Meta token, a private key. */
const secretShapes = [
  /sb_secret_[\w-]{8}/,
  /service_role/,
  /\bEAA[A-Za-z0-9]{30}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/**
 * Fails the build on a VITE_ variable outside the list, and on a secret in any file that stands in the output folder
 * at the end. Such a file is taken away again, since a folder whose build failed may be served all the same.
 */
export function refuseSecrets(): Plugin {
  let folder = "";
  return {
    name: "portdesk:refuse-secrets",
    apply: "build",
    configResolved({ env, root, build }) {
      folder = path.resolve(root, build.outDir);
      const foreign = Object.keys(env).filter(
        (key) => key.startsWith("VITE_") && !publicVariables.includes(key),
      );
      if (foreign.length > 0)
        throw new Error(`Only ${publicVariables.join(" and ")} may be set, not ${foreign.join(", ")}`);
    },
    writeBundle: {
      order: "post",
      sequential: true,
      handler() {
        const found = filesIn(folder).flatMap((file) => {
          const shape = secretShapeIn(readFileSync(path.join(folder, file)));
          return shape ? [{ file, shape }] : [];
        });
        for (const { file } of found) rmSync(path.join(folder, file));
        const words = found.map(
          ({ file, shape }) => `${file} holds something shaped like a secret: ${shape}`,
        );
        if (words.length > 0) this.error(words.join("\n"));
      },
    },
  };
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** Byte by byte, so that no encoding hides what is ASCII; UTF-16 puts a zero beside each letter. */
function secretShapeIn(content: Buffer): RegExp | undefined {
  const readings = readingsOf(content.toString("latin1").replaceAll("\0", ""));
  return secretShapes.find((shape) => readings.some((reading) => shape.test(reading)));
}

/** The text itself, without its %-escapes, and what its JWTs and inlined files hold. */
function readingsOf(text: string): string[] {
  const plain = text.replaceAll(/%([0-9a-f]{2})/gi, (_escape, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return [text, plain, ...decodedTokens(plain), ...inlinedFiles(plain).flatMap(readingsOf)];
}

/** The readable claims of every JWT in `text`: a legacy secret key is a JWT whose role says so. */
function decodedTokens(text: string): string[] {
  const claims = text.matchAll(/\beyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+/g);
  return Array.from(claims, ([, body]) => Buffer.from(body ?? "", "base64url").toString());
}

/** The files that `text` carries as data:…;base64,… */
function inlinedFiles(text: string): string[] {
  const files = text.matchAll(/;base64,([\w+/-]+)/gi);
  return Array.from(files, ([, body]) => Buffer.from(body ?? "", "base64").toString("latin1"));
}
