-- A mail that was not taken is tried again later, behind those that were not tried yet, and nobody is mailed without limit.

alter table public.invitations
  add column attempts integer not null default 0,
  add column tried_at timestamptz;
comment on column public.invitations.attempts is 'How often it was handed to the mail service since it was last asked for.';
comment on column public.invitations.tried_at is 'When it was last handed to the mail service, taken or not.';
drop trigger invitations_audit on public.invitations;
select private.audit_relation('public.invitations', 'provider_id', 'id', '{mailed_at,attempts,tried_at}');
update public.invitations set tried_at = mailed_at where mailed_at is not null;

alter table private.audit_heads add column tried_at timestamptz;
comment on column private.audit_heads.tried_at is 'When outsiders were last to be told, whether a mail was taken or not.';

create or replace function public.invite_member(p_provider uuid, p_email text, p_name text, p_role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare address text := lower(trim(p_email));
begin
  perform private.open_members(p_provider);
  perform private.check_role(p_role);
  if address is null or address !~ '^[^@[:space:]]+@[^@[:space:]]+$' or length(address) > 254 then
    perform private.refuse(400, 'invalid_input', 'email');
  end if;
  if coalesce(length(trim(p_name)), 0) not between 1 and 120 then perform private.refuse(400, 'invalid_input', 'name'); end if;
  if exists (select from public.members m left join auth.users u on u.id = m.user_id
    where m.provider_id = p_provider and m.ended_at is null and address in (lower(m.email), lower(u.email))) then
    perform private.refuse(409, 'already_member');
  end if;
  if (select count(*) from public.invitations i where i.provider_id = p_provider and i.email <> address
    and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()) >= 50 then
    perform private.refuse(409, 'too_many_invitations', '50');
  end if;
  -- Of withdrawn ones too: else withdrawing and inviting in turn would mail somebody without end.
  perform private.check_wait((select max(i.tried_at) + interval '10 minutes' from public.invitations i
    where i.provider_id = p_provider and i.email = address));
  insert into public.invitations (provider_id, email, name, role, invited_by)
  values (p_provider, address, trim(p_name), p_role, (select auth.uid()))
  on conflict (provider_id, email) where accepted_at is null and withdrawn_at is null do update
  set name = excluded.name, role = excluded.role, invited_by = excluded.invited_by, expires_at = excluded.expires_at, mailed_at = null, attempts = 0;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.invite_member is
  'Asking again renews the invitation and mails it once more, ten minutes after the last mail at the soonest; 50 open ones per provider.';

create or replace function public.engine_due_invitations() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare answer jsonb;
begin
  with due as (
      select i.id from public.invitations i
      where i.mailed_at is null and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()
        and (i.tried_at is null or i.tried_at < now() - least(interval '5 minutes' * 2 ^ least(i.attempts, 10), interval '1 day'))
      order by i.tried_at nulls first, i.created_at limit 20 for update skip locked),
    taken as (
      update public.invitations i set attempts = i.attempts + 1, tried_at = now() from due where i.id = due.id
      returning i.*)
  select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'provider', p.name, 'locale', p.default_locale, 'to', i.email,
      'role', i.role, 'expiresAt', i.expires_at) order by i.created_at), '[]') into answer
  from taken i join public.providers p on p.id = i.provider_id;
  return answer;
end $$;
comment on function public.engine_due_invitations is
  'Counts as tried what it answers: one whose mail is not noted comes again after ten minutes, then after twice as long each time, a day at most.';

create or replace function public.engine_audit_heads_due() returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    update private.audit_heads h set tried_at = now()
    where h.seq > h.published_seq and (h.published_at is null or h.published_at < now() - interval '1 day')
      and (h.tried_at is null or h.tried_at < now() - interval '10 minutes')
    returning h.*)
  select coalesce(jsonb_agg(jsonb_build_object('provider', h.provider_id, 'name', p.name, 'locale', p.default_locale, 'seq', h.seq, 'hash', h.hash,
    'to', (select coalesce(jsonb_agg(m.email order by m.email), '[]') from public.members m
      where m.provider_id = h.provider_id and m.role = 'admin' and m.ended_at is null)) order by h.provider_id), '[]')
  from due h join public.providers p on p.id = h.provider_id;
$$;
comment on function public.engine_audit_heads_due is
  'Chains that went on since their head was last told, a day ago or more, with the admins whom to tell; one that is not noted comes again after ten minutes.';
