-- Forgetting a person takes along the words with which they denied a check, and a company's name that was theirs.

alter table public.clients add column is_person boolean not null default false;
comment on column public.clients.is_person is 'Nobody named a company: its name is that of the person who filed.';
insert into private.audit_plain_fields (relation, field) values ('clients', 'is_person');
update public.clients c set is_person = true
where exists (select from public.migration_requests r where r.client_id = c.id and lower(r.contact_name) = lower(c.name));

create or replace function private.evidence_of(p_email text, p_people uuid[]) returns setof public.checks
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select c.* from public.checks c join public.migration_requests r on r.id = c.request_id
    where (c.evidence_field = 'authorised_name' and lower(r.authorised_email) = lower(trim(p_email)))
      or (c.evidence_kind in ('document', 'person') and c.evidence_field is distinct from 'route'
        and (c.evidence_field is null or c.claim_kind is not null)
        and (select e.actor_id from public.events e where e.request_id = c.request_id
          and e.kind in ('check.confirm', 'check.confirm_own', 'check.deny')
          and e.data ->> 'code' = c.code order by e.id desc limit 1) = any (p_people));
end $$;

create or replace function public.create_draft(p_provider_slug text, p_application jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  provider public.providers; client uuid; person uuid := (select auth.uid()); serial integer; request uuid;
  company text := nullif(trim(p_application ->> 'companyName'), '');
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
    insert into public.clients (provider_id, name, country, is_person)
    values (provider.id, coalesce(company, p_application ->> 'contactName'), p_application ->> 'phoneCountry', company is null)
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

create or replace function private.erase_person(p_email text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  address text := lower(trim(p_email)); accounts uuid[] := private.accounts_of(p_email); people uuid[] := private.people_of(p_email);
  nobody constant text := 'Erased'; nowhere constant text := 'erased@erased.invalid';
  over constant text[] := array['completed', 'rejected', 'cancelled', 'failed'];
  held jsonb := private.person_data(p_email); standing text; subject record;
begin
  if not exists (select from jsonb_each(held) as part where jsonb_typeof(part.value) = 'array' and part.value <> '[]') then
    perform private.refuse(404, 'person_not_found');
  end if;
  select string_agg(distinct p.slug, ', ') into standing from public.members m join public.providers p on p.id = m.provider_id
  where m.user_id = any (people) and m.ended_at is null;
  if standing is not null then perform private.refuse(409, 'person_is_member', standing); end if;
  select string_agg(r.reference, ', ' order by r.reference) into standing from public.migration_requests r
  where r.status <> all (over) and (lower(r.contact_email) = address or lower(r.authorised_email) = address
    or exists (select from public.client_members m where m.client_id = r.client_id and m.user_id = any (people) and m.ended_at is null));
  if standing is not null then perform private.refuse(409, 'person_in_live_request', standing); end if;

  -- While the rows still say whose they are.
  for subject in select * from private.audit_traces_of(address, people) loop
    perform private.erase_audit_values(subject.provider_id, subject.subject, subject.fields);
  end loop;
  perform private.erase_audit_words(people);
  update public.checks set evidence_value = nobody where id in (select c.id from private.evidence_of(address, people) as c);
  perform private.erase_words(people);

  update public.migration_requests set assignee_id = null
  where assignee_id in (select m.id from public.members m where m.user_id = any (people));
  update public.members set name = nobody, email = nowhere where user_id = any (people);
  update public.client_members set name = nobody, email = nowhere, ended_at = coalesce(ended_at, now()) where user_id = any (people);
  update public.invitations set name = nobody, email = nowhere,
    withdrawn_at = case when accepted_at is null then coalesce(withdrawn_at, now()) else withdrawn_at end
  where lower(email) = address;
  -- Without a company's name the person's stands for it.
  for subject in select c.provider_id, c.id from public.clients c where c.is_person and (
      exists (select from public.client_members m where m.client_id = c.id and m.user_id = any (people))
      or exists (select from public.migration_requests r where r.client_id = c.id and lower(r.contact_email) = address)) loop
    update public.clients set name = nobody where id = subject.id;
    perform private.erase_audit_values(subject.provider_id, subject.id, array['name']);
  end loop;
  update public.migration_requests set contact_name = nobody, contact_email = nowhere, contact_phone = null where lower(contact_email) = address;
  update public.migration_requests set authorised_name = nobody, authorised_email = nowhere, authorised_position = null
  where lower(authorised_email) = address;
  return jsonb_build_object('accounts', to_jsonb(accounts),
    'rows', (select jsonb_object_agg(part.key, jsonb_array_length(part.value)) from jsonb_each(held) as part where jsonb_typeof(part.value) = 'array'));
end $$;
