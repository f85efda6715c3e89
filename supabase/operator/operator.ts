/**
 * `npm run operator -- …`: what whoever keeps the installation does for its providers. Works as the database's owner:
 * no key of the API can make a tenant. Exits with 1 if that was refused, with 2 if it was not understood.
 */
import { parseArgs } from "node:util";
import type { Sql } from "postgres";
import { databaseUrl, type Fail, failWith, onDatabase, understood } from "./command-line.ts";
import { newKeys } from "./new-keys.ts";

const usage = `npm run operator -- keys new
npm run operator -- provider add --slug <name> --name <text> --country <GB> --time-zone <Europe/London>
    --office-name <text> --office-email <address> --sign-up-url <https://…> --admin <address> --admin-name <text>
    [--locale en|ru] [--office-phone <number>]
npm run operator -- provider list
npm run operator -- provider suspend|resume --slug <name>
npm run operator -- member invite --slug <name> --email <address> --name <text> --role admin|manager|analyst

  keys new        prints new secrets for \`supabase secrets set --env-file\`
  provider add    makes a provider and invites its first admin
  provider list   each provider with its people and its open requests
  suspend         no new application and no new cut-over; moves under way go on. \`resume\` ends it
  member invite   invites a person, for example after the last admin has left

All but \`keys new\` take --database-url <postgres://…> of the database's owner, or PORTDESK_DATABASE_URL.`;

const text = { type: "string" } as const;
const options = {
  slug: text,
  name: text,
  country: text,
  "time-zone": text,
  locale: text,
  "office-name": text,
  "office-email": text,
  "office-phone": text,
  "sign-up-url": text,
  admin: text,
  "admin-name": text,
  email: text,
  role: text,
  "database-url": text,
};

const refusals: Record<string, string> = {
  slug_taken: "Another provider has this slug.",
  provider_not_found: "No provider has this slug. See them with: npm run operator -- provider list",
  already_member: "The address belongs to a member already.",
  too_soon: "This address was mailed a moment ago. Try again later:",
  invalid_input: "Not accepted:",
};

const fail: Fail = failWith(usage);
const { values, positionals } = understood(() => parseArgs({ allowPositionals: true, options }), fail);
const needed = (name: keyof typeof options): string => values[name] ?? fail(`--${name} is missing.`);

const commands: Record<string, (sql: Sql) => Promise<unknown>> = {
  "provider add": async (sql) => {
    const provider = {
      slug: needed("slug"),
      name: needed("name"),
      country: needed("country"),
      timeZone: needed("time-zone"),
      locale: values.locale ?? "en",
      officeName: needed("office-name"),
      officeEmail: needed("office-email"),
      officePhone: values["office-phone"] ?? null,
      platformSignupUrl: needed("sign-up-url"),
    };
    const admin = { email: needed("admin"), name: needed("admin-name") };
    await sql`select private.add_provider(${sql.json(provider)}, ${sql.json(admin)})`;
    return `${provider.name} was added. ${admin.email} is invited as its admin for 14 days: sign in with that address and accept.`;
  },
  "provider list": async (sql) => sql`select * from private.providers_at_a_glance() order by slug`,
  "provider suspend": async (sql) => {
    await sql`select private.suspend_provider(${needed("slug")}, true)`;
    return `${needed("slug")} takes no new application and starts no new cut-over. Moves under way go on.`;
  },
  "provider resume": async (sql) => {
    await sql`select private.suspend_provider(${needed("slug")}, false)`;
    return `${needed("slug")} works as before.`;
  },
  "member invite": async (sql) => {
    await sql`select private.invite_by_operator(${needed("slug")}, ${needed("email")}, ${needed("name")}, ${needed("role")})`;
    return `${needed("email")} is invited for 14 days: sign in with that address and accept.`;
  },
};

/** What the database answered, for people: lines, or a table. */
function show(answer: unknown): void {
  if (typeof answer === "string") console.log(answer);
  else console.table(Array.from(answer as Iterable<object>));
}

const command = positionals.join(" ");
if (command === "keys new") {
  console.log(newKeys());
} else {
  const run = commands[command] ?? fail(command ? `There is no command "${command}".` : "Say what to do.");
  await onDatabase(databaseUrl(values["database-url"], fail), refusals, async (sql) => show(await run(sql)));
}
