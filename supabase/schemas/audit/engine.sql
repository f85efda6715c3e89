-- Seals the chain and sends its heads to people outside.

-- Seals waiting entries, at most p_limit for each provider, and returns how many. Skips providers that another worker
-- is sealing.
create function public.engine_seal_audit(p_limit integer) returns integer
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  provider uuid; head private.audit_heads; entry private.audit_intake; body text; sealed bigint[]; total integer := 0;
begin
  for provider in select distinct i.provider_id from private.audit_intake i loop
    insert into private.audit_heads (provider_id) values (provider) on conflict do nothing;
    select * into head from private.audit_heads h where h.provider_id = provider for update skip locked;
    if not found then continue; end if;
    sealed := '{}';
    for entry in select * from private.audit_intake i where i.provider_id = provider order by i.id limit p_limit loop
      head.seq := head.seq + 1;
      body := jsonb_build_object('v', 1, 'provider', provider, 'seq', head.seq, 'previous', head.hash, 'id', entry.id,
        'at', entry.at,
        'kind', entry.kind, 'actor', entry.actor_kind, 'actorId', entry.actor_id, 'request', entry.request_id, 'event',
          entry.event_id,
        'data', entry.data)::text;
      head.hash := encode(sha256(convert_to(body, 'UTF8')), 'hex');
      insert into public.audit_rows (id, provider_id, seq, at, kind, actor_kind, actor_id, request_id, event_id, body,
        hash)
      values (entry.id, provider, head.seq, entry.at, entry.kind, entry.actor_kind, entry.actor_id, entry.request_id,
        entry.event_id, body, head.hash);
      sealed := sealed || entry.id;
    end loop;
    delete from private.audit_intake i where i.id = any (sealed);
    update private.audit_heads set seq = head.seq, hash = head.hash where provider_id = provider;
    total := total + cardinality(sealed);
  end loop;
  return total;
end $$;
comment on function public.engine_seal_audit is
  'The tick calls it. A later change of a request is never seen before the earlier one, because each change holds '
    'the request''s lock until it commits.';

-- A mail that was not accepted is tried again later, after those that have not been tried yet; nobody is mailed without
-- limit.
create function public.engine_audit_heads_due() returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    update private.audit_heads h set tried_at = now()
    where h.seq > h.published_seq and (h.published_at is null or h.published_at < now() - interval '1 day')
      and (h.tried_at is null or h.tried_at < now() - interval '10 minutes')
    returning h.*)
  select coalesce(jsonb_agg(jsonb_build_object('provider', h.provider_id, 'name', p.name, 'locale', p.default_locale,
    'seq', h.seq, 'hash', h.hash,
    'to', (select coalesce(jsonb_agg(m.email order by m.email), '[]') from public.members m
      where m.provider_id = h.provider_id and m.role = 'admin' and m.ended_at is null)) order by h.provider_id), '[]')
  from due h join public.providers p on p.id = h.provider_id;
$$;
comment on function public.engine_audit_heads_due is
  'Chains that have grown since their head was last sent, at least a day ago, with the admins to notify. A chain '
    'whose mail is not recorded returns after ten minutes.';

-- Heads go to people outside once a day, so an owner of the database cannot cut or reseal a chain unnoticed.
create function public.engine_note_published_head(p_provider uuid, p_seq bigint) returns void
language sql security definer set search_path = '' as $$
  update private.audit_heads set published_seq = p_seq, published_at = now() where provider_id = p_provider
    and p_seq between published_seq and seq;
$$;

grant execute on function public.engine_seal_audit(integer), public.engine_audit_heads_due(),
  public.engine_note_published_head(uuid, bigint)
  to service_role;
