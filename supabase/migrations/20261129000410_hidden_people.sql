-- A client reads what was done for them and on which side, not by whose account: ids of the desk's people, what a person's go
-- for a step carried, and the addresses of old providers leave the API. Names stand where the desk signs with them.

revoke select on public.comments, public.cutover_steps, public.events, public.old_providers, public.pin_settings, public.test_messages
  from authenticated;
grant select (
  author_name, author_side, body, client_id, created_at, id, provider_id, request_id, visibility
) on public.comments to authenticated;
grant select (
  attempts, authorised_at, client_id, finished_at, id, position, provider_id, request_id, result, started_at, state, step, wait_until
) on public.cutover_steps to authenticated;
grant select (
  actor_kind, client_id, created_at, data, from_status, id, kind, next_action, on_hold, provider_id, request_id, to_status,
  visibility, waiting_on
) on public.events to authenticated;
grant select (created_at, id, name, provider_id) on public.old_providers to authenticated;
grant select (
  client_id, closed_at, id, opened_at, outcome, provider_id, request_id, side
) on public.pin_settings to authenticated;
grant select (
  client_id, closed_at, direction, error_number, id, last_four, message_hash, opened_at, outcome, provider_id, purpose, request_id
) on public.test_messages to authenticated;

-- Who did what: the staff's proof names people.
create function public.event_actors(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(jsonb_object_agg(e.id, e.actor_id), '{}') from public.events e
    where e.request_id = p_request and e.actor_id is not null and e.provider_id = any (private.my_provider_ids())
      and e.provider_id <> all (private.my_locked_provider_ids()));
end $$;
comment on function public.event_actors is 'For staff: the person behind each event of a request, {event: user id}; empty for everybody else.';
revoke execute on function public.event_actors(uuid) from public, anon, authenticated, service_role;
grant execute on function public.event_actors(uuid) to authenticated;
