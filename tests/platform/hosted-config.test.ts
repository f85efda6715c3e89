/** What a hosted project is told: config.toml, the mail that carries the code, and the list of secrets. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import * as z from "zod";

const root = path.join(import.meta.dirname, "../..");
const textOf = (file: string) => readFileSync(path.join(root, file), "utf8");
const template = z.object({ subject: z.string(), content_path: z.string() });
const config = z
  .object({
    db: z.object({ vault: z.record(z.string(), z.string()) }),
    auth: z.object({
      email: z.object({ template: z.object({ magic_link: template, confirmation: template }) }),
    }),
    remotes: z.object({
      production: z.object({
        auth: z.object({
          site_url: z.string(),
          rate_limit: z.object({ email_sent: z.int() }),
          email: z.object({ smtp: z.looseObject({ enabled: z.literal(true), pass: z.string() }) }),
        }),
      }),
    }),
  })
  .parse(parse(textOf("supabase/config.toml")));

// A first sign-in is mailed by "confirmation", every later one by "magic_link".
describe.each(Object.entries(config.auth.email.template))("the mail %s", (_kind, { content_path: file }) => {
  const html = textOf(file);

  test("holds the code in both languages, and no link that signs in", () => {
    expect(html).toContain("{{ .Token }}");
    expect(html).not.toMatch(/ConfirmationURL|TokenHash|href/);
    expect(html).toMatch(/Your code/);
    expect(html).toMatch(/Ваш код/);
  });

  test("repeats nothing that a visitor can choose but which of the two languages it is", () => {
    const shown = [...html.matchAll(/\{\{([^}]+)\}\}/g)]
      .map(([, what = ""]) => what.trim())
      .filter((what) => !/^(\/\*|if |end$|\$locale :=)/.test(what));
    expect(shown).toEqual([".Token"]);
  });
});

test("nothing of a hosted project that is secret or its own stands in the file", () => {
  const { site_url: site, email } = config.remotes.production.auth;
  expect([site, email.smtp.pass, ...Object.values(config.db.vault)]).toEqual(
    expect.arrayContaining([expect.stringMatching(/^env\(PORTDESK_/)]),
  );
  for (const value of [site, email.smtp.pass, ...Object.values(config.db.vault)])
    expect(value).toMatch(/^env\(/);
});

test("Vault holds what cron looks up, under the same names", () => {
  const looked = textOf("supabase/schemas/jobs/rules.sql").matchAll(/'(portdesk_\w+)'/g);
  expect(new Set(Object.keys(config.db.vault))).toEqual(new Set([...looked].map(([, name]) => name)));
});

test("the list of secrets names each one that the functions read, and no other", () => {
  const read = textOf("supabase/functions/_shared/runtime.ts").matchAll(/PORTDESK_[A-Z_]+[A-Z]/g);
  const listed = textOf("supabase/operator/secrets.env.example").matchAll(/^(?:# )?(PORTDESK_[A-Z_]+)=/gm);
  expect(new Set([...listed].map(([, name]) => name))).toEqual(new Set([...read].map(([name]) => name)));
});
