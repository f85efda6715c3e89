-- Decides when templates are read again, and which are gone.

-- A template in the forecast but not in the snapshot before the move is gone; the records of the same snapshot correct
-- any that is still there.
create function private.mark_gone_templates() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.templates set outcome = 'lost', why = 'gone' where request_id = new.request_id and outcome = 'pending';
  return null;
end $$;

create function private.plan_template_readings() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  start timestamptz;
begin
  select coalesce(r.registered_at, now()) into start from public.migration_requests r where r.id = new.request_id;
  insert into public.template_readings (provider_id, client_id, request_id, moment, due_at, taken_at, summary)
  values (new.provider_id, new.client_id, new.request_id, '0h', now(), now(), jsonb_build_object(
      'kept', coalesce((new.result ->> 'kept')::integer, 0), 'lost', coalesce((new.result ->> 'lost')::integer, 0),
      'pending', coalesce((new.result ->> 'pending')::integer, 0), 'changed', 0, 'rejected', 0)),
    (new.provider_id, new.client_id, new.request_id, '24h', start + interval '24 hours', null, null),
    (new.provider_id, new.client_id, new.request_id, '7d', start + interval '7 days', null, null)
  on conflict (request_id, moment) do nothing;
  return null;
end $$;
