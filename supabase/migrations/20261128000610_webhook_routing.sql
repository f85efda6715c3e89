-- Webhooks find their request by ids that Meta itself has given us or confirmed: the announcement and the signup window
-- give them; those that people record on a guided route count only once Meta has said that the number is ours.

create or replace function private.webhook_requests(p_waba text, p_change jsonb) returns setof public.migration_requests
language sql stable security definer set search_path = '' as $$
  select r.* from public.migration_requests r
  where r.destination_waba_id = p_waba and r.destination_phone_number_id is not null
    and r.status in ('cutover', 'stabilising', 'completed')
    and (r.registered_at is not null or exists (select from public.cutover_steps s
      where s.request_id = r.id and s.step in ('claim_number', 'embedded_signup') and s.state = 'done'))
    and case p_change ->> 'scope'
      when 'number' then r.destination_phone_number_id = p_change ->> 'phoneNumberId'
        or regexp_replace(r.phone_number, '\D', '', 'g') = p_change ->> 'phoneDigits'
      when 'template' then exists (select from public.templates t
        where t.request_id = r.id and t.outcome = 'kept' and t.name || ' ' || t.language = p_change ->> 'subject')
        and coalesce(r.completed_at, now()) > now() - interval '30 days'
      else coalesce(r.completed_at, now()) > now() - interval '30 days' end;
$$;
