// Everything the simulator remembers: the seed's accounts, what has happened to them since, and the faults and the
// clock that a test has set.
import * as z from "zod";
import { faultSchema } from "./faults.ts";
import { checkReferences, seedSchema, type SimulatedAccounts, accountsSchema } from "./seed.ts";
import { settingsSchema } from "./settings.ts";

const moments = z.array(z.number());

/** The budgets of one phone number, whatever WABA it is in. Times in ms. */
const ledgerSchema = z.strictObject({
  code: z.strictObject({ value: z.string(), numberId: z.string(), expiresAt: z.number() }).nullable(),
  codeRequests: moments,
  wrongCodes: z.int(),
  codesLockedUntil: z.number(),
  wrongPins: z.int(),
  lastPinAt: z.number(),
  pinLockedUntil: z.number(),
  calls: z.strictObject({ register: moments, deregister: moments }),
  blockedUntil: z.strictObject({ register: z.number(), deregister: z.number() }),
});
export type Ledger = z.output<typeof ledgerSchema>;

const inboxMessageSchema = z.strictObject({
  at: z.iso.datetime(),
  channel: z.enum(["SMS", "VOICE"]),
  language: z.string(),
  code: z.string(),
  text: z.string(),
});

/** What the signup window gives to the browser: valid for one exchange by the app, for a few seconds. */
const signupCodeSchema = z.strictObject({
  code: z.string(),
  appId: z.string(),
  redirectUri: z.string(),
  wabaId: z.string(),
  sourceWabaId: z.string().nullable(),
  expiresAt: z.number(),
});

const sentMessageSchema = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  number_id: z.string(),
  waba_id: z.string(),
  e164: z.string(),
  to: z.string(),
  type: z.string(),
});

export const stateSchema = accountsSchema.extend({
  settings: settingsSchema,
  ledgers: z.record(z.string(), ledgerSchema),
  inboxes: z.record(z.string(), z.array(inboxMessageSchema)),
  messages: z.array(sentMessageSchema),
  signupCodes: z.array(signupCodeSchema).default([]),
  faults: z.array(faultSchema),
  clockOffsetMs: z.number(),
  nextId: z.int(),
  /** The request whose effect this state already contains: the journal's line for it may be lost. */
  lastEffect: z.strictObject({ seq: z.int(), effects: z.array(z.string()) }).nullable(),
});
export type SimulatorState = z.output<typeof stateSchema>;

/** Throws a ZodError or a SeedError if the seed is invalid. */
export function createState(seed: unknown): SimulatorState {
  const { settings, ...accounts } = seedSchema.parse(seed);
  checkReferences(accounts);
  return {
    ...structuredClone(accounts),
    settings: settingsSchema.parse(settings ?? {}),
    ledgers: {},
    inboxes: {},
    messages: [],
    signupCodes: [],
    faults: [],
    clockOffsetMs: 0,
    nextId: 1,
    lastEffect: null,
  };
}

function mergeBy<T>(present: T[], added: T[], key: (item: T) => string): T[] {
  const byKey = new Map(present.map((item) => [key(item), item]));
  for (const item of added) byKey.set(key(item), item);
  return [...byKey.values()];
}

const namedSettings = z.object({ settings: z.record(z.string(), z.unknown()).optional() });

/** Adds the seed's objects, replacing those with the same id, and the settings it names. */
export function mergeSeed(state: SimulatorState, seed: unknown): void {
  const accounts = seedSchema.parse(seed);
  const merged: SimulatedAccounts = {
    portfolios: mergeBy(state.portfolios, accounts.portfolios, (item) => item.id),
    apps: mergeBy(state.apps, accounts.apps, (item) => item.id),
    tokens: mergeBy(state.tokens, accounts.tokens, (item) => item.token),
    wabas: mergeBy(state.wabas, accounts.wabas, (item) => item.id),
    numbers: mergeBy(state.numbers, accounts.numbers, (item) => `${item.waba_id}/${item.id}`),
    templates: mergeBy(state.templates, accounts.templates, (item) => item.id),
  };
  checkReferences(merged);
  Object.assign(state, structuredClone(merged));
  // The seed as written, before defaults: a merge must not reset settings that it does not name.
  const named = namedSettings.parse(seed).settings;
  state.settings = settingsSchema.parse({ ...state.settings, ...named });
}

export function ledgerOf(state: SimulatorState, e164: string): Ledger {
  const present = state.ledgers[e164];
  if (present) return present;
  const fresh: Ledger = {
    code: null,
    codeRequests: [],
    wrongCodes: 0,
    codesLockedUntil: 0,
    wrongPins: 0,
    lastPinAt: 0,
    pinLockedUntil: 0,
    calls: { register: [], deregister: [] },
    blockedUntil: { register: 0, deregister: 0 },
  };
  state.ledgers[e164] = fresh;
  return fresh;
}

const idBases = {
  number: 206_540_000_000_000n,
  template: 9_107_199_254_740_993n,
  waba: 104_310_000_000_000n,
};

/** A new id, as long as Meta's: too long for a JSON number to hold exactly. */
export function newId(state: SimulatorState, kind: keyof typeof idBases): string {
  const base = idBases[kind];
  const value = base + BigInt(state.nextId) * 7919n;
  state.nextId += 1;
  return String(value);
}
