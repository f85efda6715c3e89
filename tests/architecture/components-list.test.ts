/** `npm run sbom`: the list of what Portdesk is made of, written from the lock alone. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";

const root = join(import.meta.dirname, "../..");
const readJson = (name: string): unknown => JSON.parse(readFileSync(join(root, name), "utf8"));

const digest = z.object({ alg: z.literal("SHA-512"), content: z.string().regex(/^[0-9a-f]{128}$/) });
const cycloneDx = z.object({
  bomFormat: z.literal("CycloneDX"),
  specVersion: z.string().regex(/^1\.\d$/),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f-]{36}$/),
  version: z.literal(1),
  components: z.array(
    z.object({
      type: z.enum(["library", "application", "framework"]),
      name: z.string(),
      version: z.string(),
      purl: z.string().startsWith("pkg:npm/"),
      hashes: z.array(digest).default([]),
    }),
  ),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});
const manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const lock = z.object({
  packages: z.record(z.string(), z.object({ version: z.string(), dev: z.boolean().default(false) })),
});

test("the list is CycloneDX and names every dependency in its exact version, without a network", () => {
  const text = execFileSync("npm", ["run", "--silent", "sbom"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, npm_config_offline: "true", npm_config_registry: "http://127.0.0.1:9" },
    maxBuffer: 64 * 1024 * 1024,
  });
  const { components, dependencies } = cycloneDx.parse(JSON.parse(text));
  const listed = components.map(({ name, version }) => `${name}@${version}`);
  const hashed = components
    .filter(({ hashes }) => hashes.length > 0)
    .map(({ name, version }) => `${name}@${version}`);

  const { dependencies: production, devDependencies } = manifest.parse(readJson("package.json"));
  const ours = Object.entries({ ...production, ...devDependencies }).map((pair) => pair.join("@"));
  expect(listed).toEqual(expect.arrayContaining(ours));
  expect(dependencies[0]?.dependsOn.toSorted()).toEqual(ours.toSorted());

  // What visitors download, down to the last package.
  const downloaded = Object.entries(lock.parse(readJson("package-lock.json")).packages)
    .filter(([path, { dev }]) => path !== "" && !dev)
    .map(([path, { version }]) => `${path.replace(/^.*node_modules\//, "")}@${version}`);
  expect(downloaded.length).toBeGreaterThan(Object.keys(production).length);
  expect(hashed).toEqual(expect.arrayContaining(downloaded));
});
