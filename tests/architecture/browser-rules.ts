/** Who may know whom in `src`: the domain at the bottom, then the layers of src/README.md, and the app on top. */
import { type Rule, refuseImports, refuseSyntax, rule } from "./rule.ts";
import { isTest } from "./source-tree.ts";
import type { Import } from "./syntax.ts";

const inDomain = (path: string) => path.startsWith("src/domain/") && !isTest(path);
const inSource = (path: string) => path.startsWith("src/") && !isTest(path);
const domainPackages = /^(zod\/mini|libphonenumber-js(\/[\w/-]+)?)$/;

const leftOut =
  /\b(labelCol|wrapperCol|rowSelection|filterDropdown|onFilter|tabList|tabProps|signInWithWeb3)\b|auth\.(passkey|mfa\.webauthn)|<Col\b|status="\d|useApp\(\)\.(modal|notification)|(modal|notification)[^}\n]*\} = App\.useApp/;

const makers = ["createClient", "AuthClient", "PostgrestClient"];

/** Anything that answers differently the next time, or reaches outside. */
const impureMembers =
  /^(Date\.now|Math\.random|performance\.now|(crypto|process|Deno|console|globalThis|window|document|localStorage|sessionStorage|navigator)\..*)$/;
const impureCalls = /^(fetch|setTimeout|setInterval|queueMicrotask|new Date|Date)$/;

/** The folders each folder of `src` may import from, besides itself. */
const layers: Record<string, string[]> = {
  domain: [],
  locales: ["domain"],
  lib: [],
  ui: ["lib", "locales"],
  providers: ["lib", "locales", "domain"],
  queries: ["providers", "lib", "locales", "domain"],
  widgets: ["queries", "providers", "ui", "lib", "locales", "domain"],
  features: ["widgets", "queries", "providers", "ui", "lib", "locales", "domain"],
  app: ["features", "widgets", "queries", "providers", "ui", "lib", "locales", "domain"],
};

const layerOf = (path: string) => /^src\/([^/]+)\//.exec(path)?.[1];
const featureOf = (path: string) => /^src\/features\/([^/]+)/.exec(path)?.[1];
const tabOf = (path: string) => /^src\/features\/request\/([^/]+)\//.exec(path)?.[1];

function goesUp({ path }: Import, from: string): boolean {
  const [own, target] = [layerOf(from), path && layerOf(path)];
  return own !== undefined && target !== undefined && own !== target && !layers[own]?.includes(target);
}

export const browserRules: Rule[] = [
  rule(
    "the domain imports only itself, zod/mini and libphonenumber-js",
    refuseImports(inDomain, ({ specifier, path }) =>
      specifier.startsWith(".") ? !path?.startsWith("src/domain/") : !domainPackages.test(specifier),
    ),
    { "src/domain/a.ts": `import { z } from "zod";` },
    { "src/domain/a.ts": `import type { Row } from "../../supabase/database.types.ts";` },
    { "src/domain/a/b.ts": `export * from "#domain/c.ts";` },
    { "src/domain/a.ts": `const fs = await import("node:fs");` },
  ),
  rule(
    "the domain has no clock, no chance and no outside world",
    refuseSyntax(inDomain, ({ members, calls }) => [
      ...members.filter((name) => impureMembers.test(name)),
      ...calls.filter((name) => impureCalls.test(name)),
    ]),
    { "src/domain/a.ts": "export const now = () => Date.now();" },
    { "src/domain/a.ts": "export const now = () => new Date();" },
    { "src/domain/a.ts": "export const roll = () => Math.random();" },
    { "src/domain/a.ts": "export const id = () => crypto.randomUUID();" },
    { "src/domain/a.ts": "export const get = () => fetch('https://example.com');" },
    { "src/domain/a.ts": "export const key = process.env.KEY;" },
    { "src/domain/a.ts": "console.log(1);" },
  ),
  rule(
    "src has only the folders whose place is known",
    ({ files }) =>
      files
        .filter(({ path }) => layerOf(path) !== undefined && !(String(layerOf(path)) in layers))
        .map(({ path }) => `${path} is in no known folder`),
    { "src/helpers/a.ts": "" },
  ),
  rule(
    "no arrow goes up: domain, ui and providers, queries, widgets, features, app",
    refuseImports(inSource, (target, file) => goesUp(target, file.path)),
    { "src/ui/a.tsx": `import { b } from "../features/requests/b.ts";` },
    { "src/ui/a.tsx": `import { b } from "../providers/b.ts";` },
    { "src/ui/a.tsx": `import { b } from "#domain/b.ts";` },
    { "src/providers/a.ts": `import { b } from "../queries/b.ts";` },
    { "src/queries/a.ts": `import { b } from "../widgets/b.tsx";` },
    { "src/providers/a.ts": `import { b } from "../app/b.tsx";` },
    { "src/features/requests/a.tsx": `import { b } from "../../app/b.tsx";` },
  ),
  rule(
    "only lib/format.ts writes dates and numbers, in the reader's locale",
    refuseSyntax(
      (path) => inSource(path) && !inDomain(path) && path !== "src/lib/format.ts",
      ({ members, names }) => [
        ...names.filter((name) => /^toLocale(Date|Time)?String$/.test(name)),
        ...members.filter((name) => /^Intl\.(DateTime|Number|List|RelativeTime)Format$/.test(name)),
      ],
    ),
    { "src/ui/a.ts": "export const text = (value: number) => value.toLocaleString();" },
    { "src/ui/a.ts": "export const text = new Intl.NumberFormat('en').format(1);" },
  ),
  rule(
    "no screen knows an interval: the live provider asks again",
    refuseSyntax(
      (path) => inSource(path) && path !== "src/providers/live-provider.ts",
      ({ names }) => names.filter((name) => name === "refetchInterval"),
    ),
    { "src/queries/a.ts": "export const options = { refetchInterval: 20_000 };" },
  ),
  rule(
    "a feature never imports another feature",
    refuseImports(
      (path) => featureOf(path) !== undefined,
      ({ path }, file) => !!path && !!featureOf(path) && featureOf(path) !== featureOf(file.path),
    ),
    { "src/features/requests/a.tsx": `import { b } from "../cutover/b.tsx";` },
  ),
  rule(
    "a tab of the request page never imports another tab",
    refuseImports(
      (path) => tabOf(path) !== undefined,
      ({ path }, file) => !!path && !!tabOf(path) && tabOf(path) !== tabOf(file.path),
    ),
    { "src/features/request/routes/a.tsx": `import { b } from "../scheduling/b.ts";` },
  ),
  rule(
    "only providers and queries know Supabase, and only supabase-client.ts makes a client",
    refuseImports(inSource, ({ specifier, names }, { path }) =>
      makers.some((maker) => names.includes(maker))
        ? path !== "src/providers/supabase-client.ts"
        : specifier.startsWith("@supabase/") && !/^src\/(providers|queries)\//.test(path),
    ),
    { "src/features/requests/a.ts": `import type { User } from "@supabase/supabase-js";` },
    { "src/providers/auth-provider.ts": `import { AuthClient } from "@supabase/auth-js";` },
    { "src/queries/a.ts": `import { createClient } from "@supabase/supabase-js";` },
  ),
  rule(
    "no page uses what supabase/bundle/unused-parts.ts leaves out of antd and Refine",
    (tree) => [
      ...refuseImports(
        inSource,
        ({ specifier, names }) =>
          specifier === "@refinedev/antd" && names.some((name) => name !== "useTable"),
      )(tree),
      ...tree.modules
        .filter(({ path, text }) => inSource(path) && leftOut.test(text))
        .map(({ path }) => `${path} uses a part that is left out`),
    ],
    { "src/features/a/a.tsx": `import { useForm } from "@refinedev/antd";` },
    { "src/features/a/a.tsx": "export const A = () => <Table rowSelection={{}} />;" },
    { "src/features/a/a.tsx": "export const columns = [{ filterDropdown: A }];" },
    { "src/features/a/a.tsx": `export const A = () => <Result status="404" />;` },
    { "src/features/a/a.tsx": "export function useA() { return App.useApp().modal; }" },
  ),
];
