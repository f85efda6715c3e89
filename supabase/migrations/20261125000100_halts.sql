-- The kill switch: while a provider's moves, or everybody's, are halted, no step of a move begins. What is under way
-- when it is thrown ends as it would have; nothing is lost, and all of it goes on when the halt ends.

create table private.halts (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid references public.providers (id),
  reason text not null check (length(trim(reason)) between 1 and 500),
  started_at timestamptz not null default now(),
  started_by uuid,
  ended_at timestamptz,
  ended_by uuid
);
comment on table private.halts is 'Kept after their end; without a provider a halt holds for the whole installation.';
create unique index halts_one_open on private.halts (coalesce(provider_id, '00000000-0000-0000-0000-000000000000')) where ended_at is null;
create index halts_provider on private.halts (provider_id);
alter table private.halts enable row level security;
alter table private.halts force row level security;
revoke all on private.halts from public, anon, authenticated, service_role;

insert into private.permissions (role, permission) values ('manager', 'moves.halt'), ('admin', 'moves.halt'), ('admin', 'moves.resume');

create function private.open_halt(p_provider uuid) returns private.halts
language sql stable security definer set search_path = '' as $$
  select h from private.halts h where h.ended_at is null and (h.provider_id is null or h.provider_id = p_provider)
  order by h.provider_id nulls first limit 1;
$$;

-- Without the reason, which is for the desk: a client may be the one who is refused.
create function private.refuse_halted(p_provider uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare halt private.halts := private.open_halt(p_provider);
begin
  if halt.id is not null then perform private.refuse(409, 'moves_halted'); end if;
end $$;

create function private.guard_intent_halt() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_halted(new.provider_id);
  return new;
end $$;
create trigger intents_10_halt before insert on private.intents for each row execute function private.guard_intent_halt();

create function private.guard_start_halt() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_halted(new.provider_id);
  return new;
end $$;
create trigger migration_requests_halt before update of status on public.migration_requests
for each row when (new.status = 'cutover' and old.status <> 'cutover') execute function private.guard_start_halt();

create function public.halt_moves(p_provider uuid, p_reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'moves.halt');
  if length(trim(coalesce(p_reason, ''))) not between 1 and 500 then perform private.refuse(400, 'invalid_input', 'reason'); end if;
  insert into private.halts (provider_id, reason, started_by) values (p_provider, trim(p_reason), (select auth.uid()))
  on conflict do nothing;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.halt_moves is 'Halting what is halted changes nothing.';

create function public.resume_moves(p_provider uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'moves.resume');
  update private.halts set ended_at = now(), ended_by = (select auth.uid()) where provider_id = p_provider and ended_at is null;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.resume_moves is 'Ends the provider''s own halt; that of the whole installation is the operator''s.';

create function public.engine_halt_all(p_reason text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if p_reason is null then
    update private.halts set ended_at = now() where provider_id is null and ended_at is null;
  else
    insert into private.halts (reason) values (trim(p_reason)) on conflict do nothing;
  end if;
  return found;
end $$;
comment on function public.engine_halt_all is 'The operator''s switch for the whole installation; null as the reason ends the halt. Whether anything changed.';

create function public.move_halt(p_provider uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare halt private.halts;
begin
  perform private.open_provider(p_provider, 'request.read');
  halt := private.open_halt(p_provider);
  if halt.id is null then return null; end if;
  return jsonb_build_object('everywhere', halt.provider_id is null, 'reason', halt.reason, 'startedAt', private.utc(halt.started_at),
    'startedBy', (select m.name from public.members m where m.provider_id = p_provider and m.user_id = halt.started_by limit 1),
    'underWay', (select count(*)::int from private.intents i where i.provider_id = p_provider and i.closed_at is null and i.lease_until > now()));
end $$;
comment on function public.move_halt is 'The halt that holds now, for the provider''s people: {everywhere, reason, startedAt, startedBy, underWay}; null when there is none.';

revoke execute on function private.open_halt(uuid), private.refuse_halted(uuid), private.guard_intent_halt(), private.guard_start_halt() from public;
grant execute on function public.halt_moves(uuid, text), public.resume_moves(uuid), public.move_halt(uuid) to authenticated;
grant execute on function public.engine_halt_all(text) to service_role;
