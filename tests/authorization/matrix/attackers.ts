/** The attackers of the matrices on two filled tenants, including those with forged claims, and what each may see. */
import type { Role } from "#domain/access/permissions.ts";
import { byMail, type Claims, type TestDatabase } from "../../fixtures/database.ts";
import { type Label, type RelationKind, readable } from "../expectations/relation-expectations.ts";
import { attemptFunction, type Caller } from "./attempts.ts";
import {
  type Actor,
  actors,
  createTwoTenants,
  fillEveryTable,
  type TwoTenants,
} from "../../fixtures/two-tenants.ts";

export type Attacker = Caller & {
  /** Whose rights it has, combined. */
  standsFor: readonly Actor[];
};

/** Whose rows: two companies of the home provider and one of the other provider. */
export const places = ["own", "sibling", "foreign"] as const;
export type Place = (typeof places)[number];

/** Two tenants with rows in every table, as plain data for every copy of the database in which they were created. */
export type Fixture = {
  tenants: TwoTenants;
  attackers: readonly Attacker[];
  requests: Record<Place, string>;
  /** Somebody else's, at the provider of the place. */
  invitations: Record<Place, string>;
  /** The membership of a person who has left the home provider. */
  endedMembership: string;
};

/** Also creates the database function that makes the attempts. */
export async function createFixture(database: TestDatabase): Promise<Fixture> {
  await database.sql.unsafe(attemptFunction).simple();
  const tenants = await createTwoTenants(database);
  const [own = "", sibling = "", foreign = ""] = await fillEveryTable(database, tenants);
  const attackers = [...honest(tenants), ...forgers(tenants), ...(await peopleOfTwo(database, tenants))];
  const [ended] = await database.sql<{ id: string }[]>`
    select id from public.members where user_id = ${tenants.claims.endedMember.sub ?? ""}`;
  const invited = await database.sql<{ id: string; provider: string }[]>`
    select id, provider_id as provider from public.invitations`;
  const invitation = (place: Place) =>
    invited.find(({ provider }) => provider === tenants[place].provider)?.id ?? "";
  return {
    tenants,
    attackers,
    requests: { own, sibling, foreign },
    invitations: {
      own: invitation("own"),
      sibling: invitation("sibling"),
      foreign: invitation("foreign"),
    },
    endedMembership: ended?.id ?? "",
  };
}

function honest({ claims }: TwoTenants): Attacker[] {
  return actors.map((actor) => ({ name: actor, claims: claims[actor], standsFor: [actor] }));
}

/** Tokens with a valid signature whose claims say too much. */
function forgers({ claims, own }: TwoTenants): Attacker[] {
  const boast = {
    provider_id: own.provider,
    user_role: "admin",
    user_metadata: { role: "admin", provider_id: own.provider, provider_ids: [own.provider] },
    app_metadata: { role: "admin", provider_id: own.provider, client_id: own.client },
  };
  return [
    { name: "boastingStranger", claims: { ...claims.stranger, ...boast }, standsFor: ["stranger"] },
    {
      name: "boastingForeignAdmin",
      claims: { ...claims.foreignAdmin, ...boast },
      standsFor: ["foreignAdmin"],
    },
    {
      name: "boastingLockedAdmin",
      claims: { ...claims.lockedAdmin, ...boast, user_metadata: { aal: "aal2" } },
      standsFor: ["lockedAdmin"],
    },
    {
      name: "visitorWithAdminsId",
      claims: { role: "anon", sub: claims.admin.sub ?? "", ...boast },
      standsFor: ["visitor"],
    },
    { name: "signedInNobody", claims: { role: "authenticated", ...boast }, standsFor: ["stranger"] },
  ];
}

/** People with two roles: the rights of one must not extend to the other. */
async function peopleOfTwo(database: TestDatabase, { own, foreign }: TwoTenants): Promise<Attacker[]> {
  const person = async (name: string): Promise<Claims & { sub: string }> => {
    const email = `${name}@people.example`;
    return { role: "authenticated", sub: await database.createUser(email), email, ...byMail };
  };
  const employ = (user: string, provider: string, role: string, ended: string | null = null) => database.sql`
    insert into public.members (provider_id, user_id, role, name, email, ended_at)
    values (${provider}, ${user}, ${role}, 'M', 'm@portdesk.example', ${ended})`;
  const invite = (user: string, place: TwoTenants["own"]) => database.sql`
    insert into public.client_members (provider_id, client_id, user_id, name, email)
    values (${place.provider}, ${place.client}, ${user}, 'C', 'c@client.example')`;

  const analystAndForeignAdmin = await person("analyst-and-foreign-admin");
  await employ(analystAndForeignAdmin.sub, own.provider, "analyst");
  await employ(analystAndForeignAdmin.sub, foreign.provider, "admin");
  const clientOfBoth = await person("client-of-both");
  await invite(clientOfBoth.sub, own);
  await invite(clientOfBoth.sub, foreign);
  const formerAdminNowClient = await person("former-admin-now-client");
  await employ(formerAdminNowClient.sub, own.provider, "admin", "2026-01-01T00:00:00Z");
  await invite(formerAdminNowClient.sub, own);
  return [
    {
      name: "analystAndForeignAdmin",
      claims: { ...analystAndForeignAdmin, aal: "aal2" },
      standsFor: ["analyst", "foreignAdmin"],
    },
    { name: "clientOfBoth", claims: clientOfBoth, standsFor: ["client", "foreignClient"] },
    { name: "formerAdminNowClient", claims: formerAdminNowClient, standsFor: ["endedMember", "client"] },
  ];
}

/** The labels of rows that an attacker reads, or "denied" if the statement itself is refused. */
export function sees(attacker: Attacker, kind: RelationKind): readonly Label[] | "denied" {
  const each = attacker.standsFor.map((actor) => readable(kind, actor));
  const labels = each.flatMap((one) => (one === "denied" ? [] : one));
  return each.includes("denied") ? "denied" : [...new Set(labels)];
}

const rolesOf: Partial<Record<Actor, Partial<Record<Place, Role>>>> = {
  client: { own: "client" },
  siblingClient: { sibling: "client" },
  foreignClient: { foreign: "client" },
  analyst: { own: "analyst", sibling: "analyst" },
  manager: { own: "manager", sibling: "manager" },
  admin: { own: "admin", sibling: "admin" },
  foreignAdmin: { foreign: "admin" },
};

/** Whether an attacker is an admin at the provider of a place but lacks the second factor that it requires. */
export const isLockedOut = ({ standsFor }: Attacker, place: Place): boolean =>
  place === "foreign" && standsFor.includes("lockedAdmin");

/** The attacker's relation to the requests of a place. */
export function rolesOn({ standsFor }: Attacker, place: Place): Role[] {
  return standsFor.flatMap((actor) => rolesOf[actor]?.[place] ?? []);
}
