-- What one provider reads of an account is its own app's account of calls: another provider's readings of the same account
-- neither slow it nor can be told from how it waits.

drop index private.readings_budget;
create index readings_budget on private.readings (provider_id, waba_id, opened_at);

create function private.reading_calls_left(p_provider uuid, p_waba text, p_asked boolean) returns integer
language sql stable security definer set search_path = '' as $$
  select floor(s.calls_per_hour * case when p_asked then 1 else s.share end)::integer
    - coalesce((select sum(d.calls)::integer from private.readings d
      where d.provider_id = p_provider and d.waba_id = p_waba and d.opened_at > now() - interval '1 hour'), 0)
  from private.reading_settings s;
$$;

drop function private.reading_calls_left(text, boolean);
revoke execute on function private.reading_calls_left(uuid, text, boolean) from public, anon, authenticated, service_role;
