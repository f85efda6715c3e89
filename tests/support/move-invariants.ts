/** What must hold of every move however it was disturbed; each fault is named, an empty list means none. */
import { eventCount } from "./move-counts.ts";
import type { Move } from "./move-runner.ts";
import { truthFaults } from "./move-truth.ts";
import { metaIds, oldToken, send } from "./move-fixture.ts";

const limited = {
  R0: [],
  R1: ["register"],
  R2: ["request_code", "verify_code", "register"],
} as const;

/** The effect that may happen once. */
const effectOf = {
  request_code: /^code sent/,
  verify_code: /verified as/,
  register: /registered as/,
} as const;

/** A silent registration whose reply was lost may be done again, once per approval: it moves nothing. */
function sharingFaults(move: Move): string[] {
  const [calls, approved] = [move.journal("register").length, move.approvals.register_shared ?? 0];
  const silent = move.effects("register").filter((text) => text.includes("registered silently")).length;
  const made = move.effects("create_template");
  return [
    ...(calls > approved ? [`register_shared: ${calls} calls for ${approved} approvals`] : []),
    ...(silent === 0 ? ["register_shared: never took effect"] : []),
    ...(new Set(made).size < made.length ? ["a template was made twice"] : []),
  ];
}

/** Faults of a move that has come to its end. */
export async function faultsOf(move: Move): Promise<string[]> {
  const faults: string[] = [];
  const check = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };

  const route = move.route === "R0" || move.route === "R1" ? move.route : "R2";
  for (const step of limited[route]) {
    const calls = move.journal(step).length;
    const approved = move.approvals[step] ?? 0;
    check(calls <= approved, `${step}: ${calls} calls for ${approved} approvals`);
    const happened = move.effects(step).filter((text) => effectOf[step].test(text)).length;
    check(happened === 1, `${step}: took effect ${happened} times`);
  }
  const claims = move.effects("claim_number").length;
  check(claims === (route === "R2" ? 1 : 0), `claim_number: took effect ${claims} times`);
  if (route === "R0") faults.push(...sharingFaults(move));
  check(
    move.sends.every((status) => status === 200),
    `the source stopped before register: ${move.sends.join()}`,
  );

  const { status, destination_phone_number_id: id } = await move.row();
  check(status === "monitoring", `the request is ${status}`);
  const open = (await move.steps()).filter(({ state }) => state !== "done" && state !== "skipped");
  check(open.length === 0, `steps left: ${open.map(({ step, state }) => `${step} ${state}`).join()}`);
  const exceptions = await move.exceptions();
  check(exceptions.length === 0, `exceptions left: ${exceptions.join()}`);
  check((await send(move.simulator, id ?? "", move.senderToken())) === 200, "the destination does not send");
  check((await send(move.simulator, metaIds.sourcePhone, oldToken)) !== 200, "the source still sends");

  faults.push(...(await truthFaults(move)));
  const counts = await eventCount(move);
  check(
    counts.before === 1 && counts.after >= 1,
    `snapshots: ${counts.before} before, ${counts.after} after`,
  );
  check(counts.openIntents === 0, `${counts.openIntents} intents left open`);
  check(counts.events === counts.outbox, `${counts.events} events but ${counts.outbox} in the outbox`);
  check(counts.secrets === 0, "a code or PIN is in the database");
  return faults;
}
