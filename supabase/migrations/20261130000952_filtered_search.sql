-- A search is answered within the list's own filters: what is cut off at its end would have been shown, and is not what a filter
-- would have taken away. Whoever asks says how many they can show.

create function private.listed(p_filter jsonb, p_key text) returns text[]
language sql immutable set search_path = '' as $$
  select case when jsonb_typeof(p_filter -> p_key) = 'array' then array(select jsonb_array_elements_text(p_filter -> p_key)) end;
$$;
comment on function private.listed is 'The texts that a filter lists under a key; null: any.';
revoke execute on function private.listed(jsonb, text) from public, anon, authenticated, service_role;

drop function public.search_request_ids(text);
create function public.search_request_ids(p_query text, p_filter jsonb default '{}', p_most integer default 200) returns setof uuid
language sql volatile security definer set search_path = '' as $$
  select private.count_act('searches');
  with asked as materialized (
    select '%' || regexp_replace(words, '([\\%_])', '\\\1', 'g') || '%' as pattern, '%' || lower(regexp_replace(words, '([\\%_])', '\\\1', 'g')) || '%' as name,
      case when words !~ '[[:alpha:]]' then '%' || nullif(regexp_replace(words, '\D', '', 'g'), '') || '%' end as digits,
      private.listed(p_filter, 'provider_id') as provider_ids, private.listed(p_filter, 'status') as statuses,
      private.listed(p_filter, 'waiting_on') as waiting_on, private.listed(p_filter, 'reason') as reasons,
      private.listed(p_filter, 'old_provider_name') as old_providers, private.listed(p_filter, 'request_desk.assignee_id') as assignees
    from (select trim(p_query) as words where length(p_query) <= 100) as query
    where length(words) >= 2 and pg_column_size(p_filter) <= 16384)
  select r.id from asked join public.migration_requests r on true join public.clients c on c.id = r.client_id
  where (r.provider_id = any (private.my_provider_ids()) or r.client_id = any (private.my_client_ids()))
    and r.provider_id <> all (private.my_locked_provider_ids())
    and (r.reference ilike asked.pattern or lower(c.name) like asked.name or r.phone_number like asked.digits)
    and (asked.provider_ids is null or r.provider_id::text = any (asked.provider_ids))
    and (asked.statuses is null or r.status = any (asked.statuses))
    and (asked.waiting_on is null or r.waiting_on = any (asked.waiting_on))
    and (asked.reasons is null or r.reason = any (asked.reasons))
    and (asked.old_providers is null or r.old_provider_name = any (asked.old_providers))
    -- Who works on a request is the desk's own.
    and (asked.assignees is null or (r.provider_id = any (private.my_provider_ids())
      and exists (select from public.request_desk d where d.request_id = r.id and d.assignee_id::text = any (asked.assignees))))
  order by r.updated_at desc, r.id limit least(greatest(p_most, 0), 5001);
$$;
comment on function public.search_request_ids is
  'Requests by a part of number, reference or company, among those that the filter lists {column: [values]}, the last changed first, at most p_most.';
revoke execute on function public.search_request_ids(text, jsonb, integer) from public, anon, authenticated, service_role;
grant execute on function public.search_request_ids(text, jsonb, integer) to authenticated;
