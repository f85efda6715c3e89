/** The part of auth.admin that seeding and member management need and Lite lacks. Service role only. */
import { randomUUID } from "node:crypto";
import type { JSONValue, Sql } from "postgres";
import * as z from "zod";

const metadata = z.record(z.string(), z.json());
const userInput = z.object({
  id: z.uuid().optional(),
  email: z.email().optional(),
  password: z.string().min(8).optional(),
  password_hash: z.string().startsWith("$2").optional(),
  email_confirm: z.boolean().optional(),
  app_metadata: metadata.optional(),
  user_metadata: metadata.optional(),
  ban_duration: z.string().optional(),
});

type UserRow = Record<string, unknown>;

function shown(row: UserRow) {
  return {
    id: row.id,
    aud: row.aud,
    role: row.role,
    email: row.email,
    phone: "",
    email_confirmed_at: row.email_confirmed_at,
    last_sign_in_at: row.last_sign_in_at,
    app_metadata: row.raw_app_meta_data ?? {},
    user_metadata: row.raw_user_meta_data ?? {},
    identities: [],
    created_at: row.created_at,
    updated_at: row.updated_at,
    is_anonymous: false,
  };
}

function refusal(status: number, error_code: string, msg: string): Response {
  return Response.json({ code: status, error_code, msg }, { status });
}

export function createAuthAdmin(sql: Sql) {
  const json = (value: unknown) => sql.json(value as JSONValue);
  /** With bcrypt, in the database: in JavaScript it takes as long, and all other requests would wait for it. */
  const hash = ({ password, password_hash: hashed }: z.infer<typeof userInput>) =>
    sql`coalesce(${hashed ?? null}, extensions.crypt(${password ?? null}, extensions.gen_salt('bf', 10)))`;

  async function create(input: z.infer<typeof userInput>): Promise<Response> {
    const email = input.email?.toLowerCase();
    if (!email) return refusal(400, "validation_failed", "An email address is needed");
    const [taken] = await sql`select id from auth.users where lower(email) = ${email}`;
    if (taken)
      return refusal(422, "email_exists", "A user with this email address has already been registered");
    const id = input.id ?? randomUUID();
    const [row] = await sql.begin(async (transaction) => {
      const rows = await transaction<UserRow[]>`insert into auth.users
        (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
        values (${id}, 'authenticated', 'authenticated', ${email}, coalesce(${hash(input)}, ''), ${input.email_confirm ? new Date() : null},
          ${json({ provider: "email", providers: ["email"], ...input.app_metadata })}, ${json(input.user_metadata ?? {})})
        returning *`;
      await transaction`insert into auth.identities (id, provider, provider_id, user_id, identity_data)
        values (${randomUUID()}, 'email', ${id}, ${id}, ${json({ sub: id, email, email_verified: input.email_confirm === true })})`;
      return rows;
    });
    return Response.json(shown(row ?? {}));
  }

  async function update(id: string, input: z.infer<typeof userInput>): Promise<Response> {
    const [row] = await sql<UserRow[]>`update auth.users set
      email = coalesce(${input.email?.toLowerCase() ?? null}, email),
      encrypted_password = coalesce(${hash(input)}, encrypted_password),
      raw_app_meta_data = raw_app_meta_data || ${json(input.app_metadata ?? {})},
      raw_user_meta_data = raw_user_meta_data || ${json(input.user_metadata ?? {})},
      updated_at = now() where id = ${id} returning *`;
    return row ? Response.json(shown(row)) : refusal(404, "user_not_found", "User not found");
  }

  async function list(parameters: URLSearchParams): Promise<Response> {
    const size = Math.min(Number(parameters.get("per_page")) || 50, 1000);
    const page = Math.max(Number(parameters.get("page")) || 1, 1);
    const rows = await sql<UserRow[]>`select *, count(*) over () as total from auth.users
      order by created_at desc, id limit ${size} offset ${(page - 1) * size}`;
    const headers = { "x-total-count": `${Number(rows[0]?.total ?? 0)}` };
    return Response.json({ users: rows.map(shown), aud: "authenticated" }, { headers });
  }

  /** Answers /auth/v1/admin/users[/id]; the gateway has ensured that the caller is the service role. */
  return async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const id = /^\/auth\/v1\/admin\/users\/([0-9a-f-]{36})$/.exec(url.pathname)?.[1];
    if (!id && url.pathname !== "/auth/v1/admin/users") return refusal(404, "not_found", "Not found");
    if (request.method === "GET" && !id) return list(url.searchParams);
    if (request.method === "POST" || request.method === "PUT") {
      const input = userInput.safeParse(await request.json().catch(() => undefined));
      if (!input.success) return refusal(400, "validation_failed", input.error.message);
      return id ? update(id, input.data) : create(input.data);
    }
    if (!id) return refusal(405, "method_not_allowed", "Method not allowed");
    if (request.method === "DELETE") {
      const gone = await sql`delete from auth.users where id = ${id} returning id`;
      return gone.length > 0 ? Response.json({}) : refusal(404, "user_not_found", "User not found");
    }
    const [row] = await sql<UserRow[]>`select * from auth.users where id = ${id}`;
    return row ? Response.json(shown(row)) : refusal(404, "user_not_found", "User not found");
  };
}
