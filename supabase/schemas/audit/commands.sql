-- Returns the head of a provider's chain.

create function public.audit_head(p_provider uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'audit.read');
  return (select jsonb_build_object('seq', coalesce(max(h.seq), 0), 'hash', coalesce(max(h.hash), repeat('0', 64)),
    'waiting', (select count(*)::int from private.audit_intake i where i.provider_id = p_provider),
    'waitingSince', (select private.utc(min(i.at)) from private.audit_intake i where i.provider_id = p_provider),
    'late', exists (select from private.audit_intake i where i.provider_id = p_provider
      and i.at < now() - interval '10 minutes'))
    from private.audit_heads h where h.provider_id = p_provider);
end $$;
comment on function public.audit_head is
  'For the provider''s admins: how far the chain is sealed, and what still waits: {seq, hash, waiting, '
    'waitingSince, late}.';

grant execute on function public.audit_head(uuid)
  to authenticated;
