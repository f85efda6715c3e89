/** A person at Portdesk, over HTTP as their browser would be: signs in, reads, gives commands. */
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import * as z from "zod";
import type { TestStack } from "./stack.ts";

type Answer = { status: number; body: unknown };

export type Person = {
  client: SupabaseClient;
  /** Calls an Edge Function with the person's own token. */
  call(name: string, body: unknown): Promise<Answer>;
  command(command: string, input: Record<string, unknown>): Promise<Answer>;
};

const mailsSchema = z.array(z.object({ to: z.string(), text: z.string().optional() }));

function newClient(stack: TestStack): SupabaseClient {
  return createClient(stack.api, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
}

function personOf(stack: TestStack, client: SupabaseClient, token: string): Person {
  async function call(name: string, body: unknown): Promise<Answer> {
    const response = await fetch(`${stack.functions}/${name}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        apikey: stack.publishableKey,
        authorization: `Bearer ${token}`,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }
  return { client, call, command: (command, input) => call("commands", { command, input }) };
}

/** Signs in as one of the stack's demo logins, by password. */
export async function signInAs(stack: TestStack, email: string): Promise<Person> {
  const login = stack.logins.find((one) => one.email === email);
  if (!login) throw new Error(`No demo login ${email}`);
  const client = newClient(stack);
  const { data, error } = await client.auth.signInWithPassword({ email, password: login.password });
  if (error) throw error;
  return personOf(stack, client, data.session.access_token);
}

/** Signs in, or up, with the code that the platform mails. */
export async function signInByCode(stack: TestStack, email: string): Promise<Person> {
  const client = newClient(stack);
  const asked = await client.auth.signInWithOtp({ email });
  if (asked.error) throw asked.error;
  const mails = mailsSchema.parse(await (await fetch(`${stack.mail}/mails`)).json());
  const token = /\b\d{6}\b/.exec(mails.find((mail) => mail.to === email)?.text ?? "")?.[0] ?? "";
  const { data, error } = await client.auth.verifyOtp({ email, token, type: "email" });
  if (error) throw error;
  return personOf(stack, client, data.session?.access_token ?? "");
}
