/**
 * Every exception of the catalogue, played: its cause opens it, staff and client read it in their languages, it needs
 * a person or not as its class says, and afterwards the move continues where the catalogue says.
 */
import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { exceptionCatalogue, isSettledByHand } from "#domain/exceptions/exception-catalogue.ts";
import { type ExceptionCode, exceptionCodes } from "#domain/exceptions/exception-codes.ts";
import english from "../../../src/locales/en/domain.json" with { type: "json" };
import russian from "../../../src/locales/ru/domain.json" with { type: "json" };
import { checkOf } from "../../fixtures/move/check-fixture.ts";
import { exceptionCases } from "../../fixtures/move/exception-cases.ts";
import { isRefusal, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";

const { moveIn, database } = prepareMoves();
const texts = i18next.createInstance();

beforeAll(async () => {
  const resources = { en: { domain: english }, ru: { domain: russian } };
  await texts.init({ lng: "en", fallbackLng: false, defaultNS: "domain", resources, returnNull: false });
});

/** Resolves a text as the screens do, from a key built here. */
function say(key: string, lng: string): string {
  const translate = texts.t as unknown as (key: string, options: { lng: string }) => string;
  return translate(key, { lng });
}

const people = { staff: ["title", "staff", "next"], client: ["title", "client", "client_next"] };

/** What each person reads in each language, and which entries are not text. */
function readBy(code: ExceptionCode): { texts: number; missing: string[] } {
  const said = Object.values(people).flatMap((keys) =>
    ["en", "ru"].map((lng) => keys.map((key) => `${lng} ${say(`domain:exception.${code}.${key}`, lng)}`)),
  );
  const isText = (words: string) =>
    /^(en .*[a-z]{3}|ru .*[а-яё]{3})/i.test(words) && !words.includes("exception.");
  return {
    texts: new Set(said.map((words) => words.join())).size,
    missing: said.flat().filter((words) => !isText(words)),
  };
}

/** Open exceptions, and those that failed checks predict. */
async function openCodes(move: Move): Promise<string[]> {
  const rows = await database().sql<{ cause: string }[]>`
    select cause from public.checks where request_id = ${move.request} and status = 'failed'`;
  return [...(await move.exceptions()), ...rows.map(({ cause }) => cause)];
}

/** The owner that this person sees, and whether they may read Meta's answer or the note behind it. */
async function shownTo(person: "manager" | "client", move: Move, code: ExceptionCode): Promise<string> {
  const claims = { ...move.office[person], role: "authenticated" as const };
  return database().asUser(claims, async (sql) => {
    const [row] = await sql<{ owner: string; payload: unknown }[]>`
      select e.owner, p.payload from public.request_exceptions e left join public.exception_payloads p on p.exception_id = e.id
      where e.request_id = ${move.request} and e.code = ${code} and e.resolved_at is null`;
    return row ? `${row.owner}${row.payload ? ", with what is behind it" : ""}` : "nothing";
  });
}

/** Whether a person can resolve it. */
async function settledByWord(move: Move, code: ExceptionCode): Promise<boolean> {
  try {
    await move.command(move.office.manager, "resolve_exception", { p_code: code, p_reason: "seen" });
    return true;
  } catch (error) {
    if (isRefusal(error, "not_by_hand") || isRefusal(error, "exception_not_found")) return false;
    throw error;
  }
}

/** How often someone had to make the move continue. */
async function hands(move: Move): Promise<number> {
  const [row] = await database().sql<{ n: number }[]>`select count(*)::int as n from public.events
    where request_id = ${move.request} and kind in ('cutover.retry', 'exception.settle')`;
  return row?.n ?? 0;
}

/** From preparing through a new date to a new approval. */
async function startAgain(move: Move): Promise<void> {
  const [p_starts_at, p_ends_at] = [0, 3_600_000].map((later) => new Date(Date.now() + later).toISOString());
  await move.command(move.office.manager, "schedule_request", { p_starts_at, p_ends_at });
  await move.command(move.office.client, "confirm_window", {});
  await move.command(move.office.manager, "start_cutover", {});
}

/** Where the move continues, in the catalogue's terms: "elsewhere" when it does not. */
async function wayOn(move: Move, code: ExceptionCode): Promise<string> {
  const { resumeTo } = exceptionCatalogue[code];
  const { status } = await move.row();
  const [kind, of = ""] = resumeTo.split(":");
  if (kind === "status") return `status:${status}`;
  if (kind === "check" && (await checkOf(move, of)).status !== "passed") return "elsewhere";
  if (status === "preparing") await startAgain(move);
  const step = (await move.steps()).find((one) => one.step === of);
  if (kind === "step" && status === "cutover" && step?.state !== "pending" && step?.state !== "done")
    return "elsewhere";
  await move.drive();
  const registered = move.effects("register").filter((text) => / registered (as|silently)/.test(text));
  return (await move.row()).status === "monitoring" && registered.length === 1 ? resumeTo : "elsewhere";
}

describe("every exception", () => {
  it.each(exceptionCodes)("%s", async (code) => {
    const { cause, route = "R2", fixture, settings, meet, mend } = exceptionCases[code];
    const { owner, retry, resumeTo } = exceptionCatalogue[code];
    const change: Parameters<typeof moveIn>[0] = (seed) => {
      fixture?.(seed);
      if (settings) seed.settings = settings;
    };
    const move = await moveIn(change, {
      route,
      timing: { retry: 60, poll: 30 },
      isTimeShared: route === "R0",
    });
    await meet(move);
    expect(await openCodes(move)).toContain(code);
    expect(readBy(code)).toEqual({ texts: 4, missing: [] });

    const isRow = cause !== "reading";
    expect(await shownTo("client", move, code)).toBe(isRow ? owner : "nothing");
    expect(await shownTo("manager", move, code)).toMatch(isRow ? new RegExp(`^${owner}`) : "nothing");
    expect(await settledByWord(move, code)).toBe(isSettledByHand(code));
    const before = await hands(move);
    await mend(move);
    const byItself = retry === "automatic" || retry === "watched";
    expect((await hands(move)) - before).toBeLessThanOrEqual(byItself ? 0 : 1);
    expect(await wayOn(move, code)).toBe(resumeTo);
    // A closed route ends with the request, which resolves nothing.
    expect(retry === "never" ? [] : await openCodes(move)).not.toContain(code);
  });

  it("that a check predicts is marked as foreseen", () => {
    const predicted = Object.values(checkCatalogue).flatMap(({ predicts }) => predicts);
    expect(predicted.filter((code) => !exceptionCatalogue[code].foreseen)).toEqual([]);
  });

  it("is open once, beside others, where only people can know of it", async () => {
    const move = await moveIn();
    const asManager = (name: string, input: Record<string, unknown>) =>
      move.command(move.office.manager, name, input);
    await asManager("abort_cutover", { p_note: null });
    const open = (code: string) => asManager("open_exception", { p_code: code, p_note: "reported today" });
    const refused = (code: string) => (error: unknown) => isRefusal(error, code);
    await open("BALANCE_DUE");
    await open("OLD_PROVIDER_SILENT");
    await expect(open("BALANCE_DUE")).rejects.toSatisfy(refused("exception_open"));
    await expect(open("TWO_STEP_ON")).rejects.toSatisfy(refused("exception_not_found"));
    await expect(open("WEBHOOK_SILENT")).rejects.toSatisfy(refused("wrong_status"));
    expect((await move.exceptions()).sort()).toEqual(["BALANCE_DUE", "OLD_PROVIDER_SILENT"]);
    await asManager("cancel_request", { p_note: null });
    await expect(
      asManager("resolve_exception", { p_code: "BALANCE_DUE", p_reason: "paid" }),
    ).rejects.toSatisfy(refused("wrong_status"));
  });
});
