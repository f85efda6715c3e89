-- How much one person may file: enough for a company with many numbers, too little to flood a desk.

create index migration_requests_filed_by on public.migration_requests (created_by, created_at);

create function private.check_filing(p_person uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare oldest timestamptz;
begin
  if (select count(*) from public.migration_requests r where r.created_by = p_person and r.status = 'draft') >= 50 then
    perform private.refuse(409, 'too_many_drafts', '50');
  end if;
  select min(latest.created_at) into oldest from (
    select r.created_at from public.migration_requests r where r.created_by = p_person and r.created_at > now() - interval '24 hours'
    order by r.created_at desc limit 1000) as latest
  having count(*) >= 1000;
  perform private.check_wait(oldest + interval '24 hours');
end $$;
comment on function private.check_filing is 'Of one person at most 50 drafts at a time, and 1,000 requests in 24 hours.';

create or replace function public.create_draft(p_provider_slug text, p_application jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  provider public.providers; client uuid; person uuid := (select auth.uid()); serial integer; request uuid;
begin
  if person is null then perform private.refuse(401, 'not_signed_in'); end if;
  select * into provider from public.providers where slug = p_provider_slug;
  if not found then perform private.refuse(404, 'provider_not_found'); end if;
  if exists (select from public.members where provider_id = provider.id and user_id = person and ended_at is null) then
    perform private.refuse(403, 'members_cannot_apply');
  end if;

  perform private.check_filing(person);

  select m.client_id into client from public.client_members m
  where m.provider_id = provider.id and m.user_id = person and m.ended_at is null order by m.created_at limit 1;
  if client is null then
    insert into public.clients (provider_id, name, country)
    values (provider.id, coalesce(nullif(trim(p_application ->> 'companyName'), ''), p_application ->> 'contactName'), p_application ->> 'phoneCountry')
    returning id into client;
    insert into public.client_members (provider_id, client_id, user_id, name, email)
    values (provider.id, client, person, p_application ->> 'contactName', coalesce((select auth.jwt()) ->> 'email', p_application ->> 'contactEmail'));
  end if;

  insert into private.reference_counters as c (provider_id, last_number) values (provider.id, 1)
  on conflict (provider_id) do update set last_number = c.last_number + 1 returning last_number into serial;
  begin
    insert into public.migration_requests (provider_id, client_id, reference, phone_number, phone_country, reason,
      old_provider_name, contact_name, contact_email, created_by)
    values (provider.id, client, 'M-' || lpad(serial::text, greatest(5, length(serial::text)), '0'), p_application ->> 'phoneNumber', p_application ->> 'phoneCountry',
      p_application ->> 'reason', p_application ->> 'oldProviderName', p_application ->> 'contactName', p_application ->> 'contactEmail', person)
    returning id into request;
  exception when check_violation or not_null_violation then
    perform private.refuse(400, 'invalid_input', sqlerrm);
  end;
  perform private.write_application(request, p_application);
  return private.close_change(request, 'request.draft', 'client');
end $$;

revoke execute on function private.check_filing(uuid) from public, anon, authenticated, service_role;
