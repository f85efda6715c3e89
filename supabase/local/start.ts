/** `npm start`: starts the local stack, prints where it is, and ends all of it on Ctrl-C. */
import { readOptions } from "./stack/options.ts";
import { type RunningStack, type StackFacts, startStack } from "./stack/stack.ts";

// Lite sends telemetry unless told not to.
process.env.LITE_TELEMETRY = "0";
process.env.DO_NOT_TRACK = "1";

function describe(facts: StackFacts): string {
  const logins = facts.logins.map(
    ({ role, email, password }) => `  ${role.padEnd(8)} ${email.padEnd(36)} ${password}`,
  );
  const app = facts.app ? [`  app       ${facts.app}`, `  apply     ${facts.app}/apply/brightline`] : [];
  return [
    "",
    "Portdesk is up.",
    ...app,
    `  mailbox   ${facts.mail}   e-mail codes and the phones of the simulator`,
    `  api       ${facts.api}`,
    `  graph     ${facts.graph}`,
    "",
    "Logins",
    ...logins,
    "",
    "Ctrl-C ends everything.",
  ].join("\n");
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const asked = new AbortController();
let stack: RunningStack | undefined;
const end = () => {
  if (asked.signal.aborted) return;
  asked.abort(new Error("Stopped."));
  void stack?.stop().then(() => process.exit(0), fail);
};
// From the first moment: an interrupted start takes down what it has brought up.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);

try {
  const options = readOptions(process.argv.slice(2), process.env);
  const say = (line: string) => console.error(line);
  const onExit = (message: string) => {
    if (!asked.signal.aborted) say(message);
  };
  stack = await startStack(options, { say, onExit }, asked.signal);
  // The signal came at the last moment, after the final check.
  if (asked.signal.aborted) await stack.stop().then(() => process.exit(0));
  console.log(options.json ? JSON.stringify(stack.facts) : describe(stack.facts));
} catch (error) {
  fail(error);
}
