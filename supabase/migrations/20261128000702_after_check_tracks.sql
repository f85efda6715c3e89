-- As before; the event says which tracks the look moved, since the clock of two-step verification ends with one of them.

create or replace function public.engine_store_after_check(p_check uuid, p_findings jsonb, p_cause text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  taken public.after_checks; request public.migration_requests; item jsonb; moved jsonb := '{}';
begin
  select * into taken from public.after_checks where id = p_check;
  if not found then perform private.refuse(404, 'after_check_not_found'); end if;
  if p_findings is null then
    update public.after_checks set cause = p_cause where id = p_check and taken_at is null;
    return null;
  end if;
  select * into strict request from public.migration_requests where id = taken.request_id for update;
  update public.after_checks set taken_at = now(), cause = null, points = p_findings -> 'points' where id = p_check and taken_at is null;
  if not found then return null; end if;

  if request.status = 'stabilising' then
    update public.request_exceptions set resolved_at = now(), closed_by = 'reading'
    where request_id = request.id and resolved_at is null and code in (select jsonb_array_elements_text(p_findings -> 'settled'));
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
    select request.provider_id, request.client_id, request.id, x ->> 'code', x ->> 'owner' from jsonb_array_elements(p_findings -> 'exceptions') as x
    on conflict (request_id, code) where resolved_at is null do nothing;
    -- A track that does not apply is a person's word, which no reading takes back.
    select coalesce(jsonb_object_agg(t.key, t.value), '{}') into moved from jsonb_each(p_findings -> 'tracks') as t
    where request.tracks ->> t.key <> 'not_applicable' and request.tracks -> t.key <> t.value;
    update public.migration_requests set tracks = tracks || moved where id = request.id;
    if taken.moment in ('24h', '72h') and request.webhook_heard_at is null and request.tracks ->> 'webhook' <> 'not_applicable' then
      insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
      values (request.provider_id, request.client_id, request.id, 'WEBHOOK_SILENT', 'us')
      on conflict (request_id, code) where resolved_at is null do nothing;
    end if;
  else
    for item in select * from jsonb_array_elements(p_findings -> 'deviations') loop
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'NUMBER_CHANGED', 'subject', item ->> 'point', 'facts', item -> 'facts'), now());
    end loop;
  end if;
  return private.close_change(request.id, 'after_check.taken', 'client', jsonb_build_object('moment', taken.moment, 'tracks', moved,
    'bad', (select count(*) from jsonb_array_elements(p_findings -> 'points') as p where p ->> 'verdict' = 'bad')));
end $$;
