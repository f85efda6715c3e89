-- Heads are told to people outside once a day, so that whoever owns the database cannot cut or seal a chain anew unseen.

create function public.engine_audit_heads_due() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('provider', h.provider_id, 'name', p.name, 'locale', p.default_locale, 'seq', h.seq, 'hash', h.hash,
    'to', (select coalesce(jsonb_agg(m.email order by m.email), '[]') from public.members m
      where m.provider_id = h.provider_id and m.role = 'admin' and m.ended_at is null)) order by h.provider_id), '[]')
  from private.audit_heads h join public.providers p on p.id = h.provider_id
  where h.seq > h.published_seq and (h.published_at is null or h.published_at < now() - interval '1 day');
$$;
comment on function public.engine_audit_heads_due is 'Chains that went on since their head was last told, a day ago or more, with the admins whom to tell.';

create function public.engine_note_published_head(p_provider uuid, p_seq bigint) returns void
language sql security definer set search_path = '' as $$
  update private.audit_heads set published_seq = p_seq, published_at = now() where provider_id = p_provider and p_seq between published_seq and seq;
$$;

revoke execute on function public.engine_audit_heads_due(), public.engine_note_published_head(uuid, bigint) from public, anon, authenticated, service_role;
grant execute on function public.engine_audit_heads_due(), public.engine_note_published_head(uuid, bigint) to service_role;
