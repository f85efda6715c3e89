/**
 * `npm run privacy -- export|erase --email <address> --database-url postgres://…`: exports what the installation holds
 * on a person, as JSON, or erases it. Exits with 1 if that was refused.
 */
import { parseArgs } from "node:util";
import { databaseUrl, type Fail, failWith, onDatabase, understood } from "./command-line.ts";

const usage = `npm run privacy -- export --email <address> [--database-url <postgres://…>]
npm run privacy -- erase --email <address> [--database-url <postgres://…>]
  export          writes everything that names the person, or that they did, to the standard output
  erase           forgets the person; refused while they are a member of a provider or to a live request
  --database-url  of the database's owner; PORTDESK_DATABASE_URL where it is left out`;

const refusals: Record<string, string> = {
  person_not_found: "Nothing here tells of this address.",
  person_is_member: "The person is still a member of a provider. End the membership first, at:",
  person_in_live_request:
    "The person still stands in live requests, as contact, authorised person or client user. Name another contact or end the requests, and end their access, in:",
};

const fail: Fail = failWith(usage);
const { values, positionals } = understood(
  () =>
    parseArgs({
      allowPositionals: true,
      options: { email: { type: "string" }, "database-url": { type: "string" } },
    }),
  fail,
);
const [act] = positionals;
if (positionals.length !== 1 || (act !== "export" && act !== "erase")) fail("Say export or erase.");
const email = values.email ?? fail("Whose data?");

await onDatabase(databaseUrl(values["database-url"], fail), refusals, async (sql) => {
  const [row] =
    act === "export"
      ? await sql`select private.person_data(${email}) as answer`
      : await sql`select private.erase_person(${email}) as answer`;
  console.log(JSON.stringify(row?.answer, null, 2));
  if (act === "erase")
    console.error("Forgotten here. The accounts named above are kept by Supabase Auth: delete them there.");
});
