/** What the operator's commands share: what ends one that was not understood, and the database that it works on. */
import postgres from "postgres";

/** Says what was not understood and how the command is used, and ends it with 2. */
export type Fail = (words: string) => never;

export const failWith =
  (usage: string): Fail =>
  (words) => {
    console.error(`${words}\n\n${usage}`);
    process.exit(2);
  };

/** What `read` understands of the command line. */
export function understood<T>(read: () => T, fail: Fail): T {
  try {
    return read();
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

export const databaseUrl = (option: string | undefined, fail: Fail): string =>
  option ?? process.env.PORTDESK_DATABASE_URL ?? fail("Which database?");

/** Ends the command with 1 if the database refuses; `refusals`: its codes in words, to which its hint is added. */
export async function onDatabase(
  url: string,
  refusals: Readonly<Record<string, string>>,
  run: (sql: postgres.Sql) => Promise<void>,
): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await run(sql);
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    const words = refusals[error.message];
    console.error(words ? `${words} ${error.hint ?? ""}`.trim() : error.message);
    process.exitCode = 1;
  } finally {
    await sql.end();
  }
}
