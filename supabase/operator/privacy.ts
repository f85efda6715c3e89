/**
 * `npm run privacy -- export|erase --email <address> --database-url postgres://…`: exports what the installation holds
 * on a person, as JSON, or erases it. Exits with 1 if that was refused.
 */
import { parseArgs } from "node:util";
import postgres from "postgres";

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

function fail(words: string): never {
  console.error(`${words}\n\n${usage}`);
  process.exit(2);
}

function readOrder() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { email: { type: "string" }, "database-url": { type: "string" } },
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const { values, positionals } = readOrder();
const [act] = positionals;
if (positionals.length !== 1 || (act !== "export" && act !== "erase")) fail("Say export or erase.");
const email = values.email ?? fail("Whose data?");
const url = values["database-url"] ?? process.env.PORTDESK_DATABASE_URL ?? fail("Which database?");
const sql = postgres(url, { max: 1, onnotice: () => undefined });

try {
  const [row] =
    act === "export"
      ? await sql`select private.person_data(${email}) as answer`
      : await sql`select private.erase_person(${email}) as answer`;
  console.log(JSON.stringify(row?.answer, null, 2));
  if (act === "erase")
    console.error("Forgotten here. The accounts named above are kept by Supabase Auth: delete them there.");
} catch (error) {
  if (!(error instanceof postgres.PostgresError)) throw error;
  const words = refusals[error.message];
  console.error(words ? `${words} ${error.hint ?? ""}`.trim() : error.message);
  process.exitCode = 1;
} finally {
  await sql.end();
}
