/** Mutants that no rewriting produces: the faults that people make, one by one. */
import type { Mutant } from "./mutant.ts";

/** A view over all requests, as a person in a hurry writes it. */
const view = (kind: string, name: string, query: string): string =>
  `create ${kind} public.${name} as ${query}; alter ${kind} public.${name} owner to postgres;
   grant select on public.${name} to authenticated`;

const helper = (name: string, returns: string, body: string): string =>
  `create or replace function private.${name} returns ${returns} language sql stable security definer set search_path = '' as $$ ${body} $$`;

const setHelper = (name: string, body: string): string =>
  `create or replace function private.${name}() returns setof uuid language sql stable security definer set search_path = '' rows 1 as $$ ${body} $$`;

const memberships = "select provider_id from public.members";

export const writtenMutants: readonly Mutant[] = [
  {
    name: "signed-in people bypass row-level security",
    sql: "alter role authenticated bypassrls",
    undo: "alter role authenticated nobypassrls",
  },
  {
    name: "a claim counts as a second factor",
    sql: helper(
      "has_second_factor()",
      "boolean",
      "select auth.jwt() ->> 'aal' = 'aal2' or auth.jwt() -> 'user_metadata' ->> 'aal' = 'aal2'",
    ),
  },
  {
    name: "a password counts as a second factor",
    sql: helper("has_second_factor()", "boolean", "select auth.jwt() ->> 'sub' is not null"),
  },
  {
    name: "signed-in people may become the service",
    sql: "grant service_role to authenticated",
    undo: "revoke service_role from authenticated",
  },
  {
    name: "visitors may become signed-in people",
    sql: "grant authenticated to anon",
    undo: "revoke authenticated from anon",
  },
  {
    name: "signed-in people may read all data",
    sql: "grant pg_read_all_data to authenticated with inherit true",
    undo: "revoke pg_read_all_data from authenticated",
  },
  {
    name: "visitors may create roles",
    sql: "alter role anon createrole",
    undo: "alter role anon nocreaterole",
  },
  { name: "visitors may enter the private schema", sql: "grant usage on schema private to anon" },
  { name: "the service may enter the private schema", sql: "grant usage on schema private to service_role" },
  { name: "signed-in people may create in public", sql: "grant create on schema public to authenticated" },
  { name: "everybody may create in public", sql: "grant create on schema public to public" },
  {
    name: "all of public is granted to signed-in people",
    sql: "grant all on all tables in schema public to authenticated",
  },
  {
    name: "all of public is readable to visitors",
    sql: "grant select on all tables in schema public to anon",
  },
  {
    name: "the service may write requests",
    sql: "grant update on public.migration_requests to service_role",
  },
  { name: "the service may truncate", sql: "grant truncate on public.events to service_role" },
  { name: "people may add requests", sql: "grant insert on public.migration_requests to authenticated" },
  { name: "people may delete comments", sql: "grant delete on public.comments to authenticated" },
  {
    name: "people may change a status",
    sql: "grant update (status) on public.migration_requests to authenticated",
  },
  {
    name: "people may reference the members",
    sql: "grant references (id), trigger on public.members to authenticated",
  },
  {
    name: "a view shows requests with its owner's rights",
    sql: view("view", "all_requests", "select * from public.migration_requests"),
  },
  {
    name: "a view shows the tokens",
    sql: view("view", "tokens", "select * from private.connection_tokens"),
  },
  {
    name: "a materialized view holds every comment",
    sql: view("materialized view", "all_comments", "select * from public.comments"),
  },
  {
    name: "a waiver's reason is readable in the check",
    sql: "grant select (waived_reason) on public.checks to authenticated",
  },
  {
    name: "a new table is open",
    sql: "create table public.notes (id integer); grant select, insert on public.notes to authenticated",
  },
  {
    name: "a new function reads everything",
    sql: "create function public.all_phones() returns setof text language sql security definer as 'select phone_number from public.migration_requests'",
  },
  {
    name: "an old function has a second, open overload",
    sql: `create function public.request_counts(p_provider uuid, p_all boolean) returns bigint language sql security definer
      set search_path = '' as 'select count(*) from public.migration_requests'; grant execute on function public.request_counts(uuid, boolean) to authenticated`,
  },
  {
    name: "a second policy allows what the first denies",
    sql: "create policy more on public.comments for select to authenticated using (visibility = 'client')",
  },
  {
    name: "a policy for all verbs, with a grant",
    sql: "create policy more on public.clients for all to authenticated using (true) with check (true); grant insert, update, delete on public.clients to authenticated",
  },
  {
    name: "clients' own rows may be updated",
    sql: `create policy more on public.migration_requests for update to authenticated
      using (client_id in (select private.my_client_ids())); grant update (note) on public.migration_requests to authenticated`.replace(
      "(note)",
      "(contact_name)",
    ),
  },
  {
    name: "the staff helper returns everybody",
    sql: setHelper("my_provider_ids", "select id from public.providers"),
  },
  {
    name: "the staff helper checks only that somebody works there",
    sql: setHelper("my_provider_ids", `${memberships} where ended_at is null`),
  },
  {
    name: "the staff helper trusts the token",
    sql: setHelper(
      "my_provider_ids",
      `${memberships} where (user_id = (select auth.uid()) and ended_at is null) or provider_id::text = (select auth.jwt()) ->> 'provider_id'`,
    ),
  },
  {
    name: "the staff helper trusts what people claim about themselves",
    sql: setHelper(
      "my_provider_ids",
      `${memberships} where (user_id = (select auth.uid()) and ended_at is null)
       or (provider_id::text = (select auth.jwt()) -> 'user_metadata' ->> 'provider_id' and ended_at is null)`,
    ),
  },
  {
    name: "the client helper returns the whole provider",
    sql: setHelper(
      "my_client_ids",
      `select c.id from public.clients c join public.client_members m on m.provider_id = c.provider_id
       where m.user_id = (select auth.uid()) and m.ended_at is null`,
    ),
  },
  {
    name: "the client helper compares e-mail addresses",
    sql: setHelper(
      "my_client_ids",
      `select client_id from public.client_members
       where email = 'c@client.example' and (select auth.uid()) is not null and ended_at is null`,
    ),
  },
  {
    name: "the client-provider helper returns everybody",
    sql: setHelper(
      "my_client_provider_ids",
      "select provider_id from public.client_members where ended_at is null",
    ),
  },
  {
    name: "roles hold at every provider",
    sql: helper(
      "my_roles(p_provider uuid, p_client uuid)",
      "text[]",
      `select coalesce(array_agg(role), '{}') from public.members where user_id = (select auth.uid()) and ended_at is null`,
    ),
  },
  {
    name: "a client's role holds for every company",
    sql: helper(
      "my_roles(p_provider uuid, p_client uuid)",
      "text[]",
      `select coalesce(array_agg(role), '{}') from (
         select role from public.members where provider_id = p_provider and user_id = (select auth.uid()) and ended_at is null
         union all select 'client' from public.client_members
         where provider_id = p_provider and user_id = (select auth.uid()) and ended_at is null) as held`,
    ),
  },
  {
    name: "roles come from the token",
    sql: helper(
      "my_roles(p_provider uuid, p_client uuid)",
      "text[]",
      "select array[coalesce((select auth.jwt()) -> 'app_metadata' ->> 'role', 'client')]",
    ),
  },
  {
    name: "everything is permitted",
    sql: helper("permits(p_provider uuid, p_client uuid, p_permission text)", "boolean", "select true"),
  },
  {
    name: "any role permits everything",
    sql: helper(
      "permits(p_provider uuid, p_client uuid, p_permission text)",
      "boolean",
      "select cardinality(private.my_roles(p_provider, p_client)) > 0",
    ),
  },
  {
    name: "an unknown permission is permitted",
    sql: helper(
      "permits(p_provider uuid, p_client uuid, p_permission text)",
      "boolean",
      `select not exists (select from private.permissions where permission = p_permission)
         or p_permission = 'request.submit' or exists (select from private.permissions
           where permission = p_permission and role = any (private.my_roles(p_provider, p_client)))`,
    ),
  },
  {
    name: "analysts accept requests",
    sql: "insert into private.permissions (role, permission) values ('analyst', 'request.accept')",
  },
  {
    name: "clients waive checks",
    sql: "insert into private.permissions (role, permission) values ('client', 'check.waive_soft')",
  },
  {
    name: "managers manage the connections",
    sql: "insert into private.permissions (role, permission) values ('manager', 'connection.manage')",
  },
  {
    name: "managers cannot start a move",
    sql: "delete from private.permissions where role = 'manager' and permission = 'cutover.start'",
  },
  {
    name: "the search covers every provider",
    sql: `create or replace function public.search_request_ids(p_query text, p_filter jsonb default '{}', p_most integer default 200) returns setof uuid language sql stable security definer
      set search_path = '' as $$ select id from public.migration_requests where reference ilike '%' || p_query || '%' $$`,
  },
  {
    name: "the search shows a client its provider's other companies",
    sql: `create or replace function public.search_request_ids(p_query text, p_filter jsonb default '{}', p_most integer default 200) returns setof uuid language sql stable security definer
      set search_path = '' as $$ select id from public.migration_requests where reference ilike '%' || p_query || '%'
      and (provider_id in (select private.my_provider_ids()) or provider_id in (select private.my_client_provider_ids())) $$`,
  },
  {
    name: "people may call future functions",
    sql: "alter default privileges for role postgres in schema public grant execute on functions to anon",
  },
  {
    name: "people may read future tables",
    sql: "alter default privileges for role postgres in schema public grant select on tables to authenticated",
  },
  {
    name: "a stranger stops a move whose account is proven",
    sql: helper("is_source_proved(p_request public.migration_requests)", "boolean", "select false"),
  },
  {
    name: "mail goes to any address that was typed",
    sql: helper(
      "mail_address(p_request public.migration_requests)",
      "text",
      "select p_request.contact_email",
    ),
  },
];
