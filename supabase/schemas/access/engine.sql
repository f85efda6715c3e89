-- Hands out invitations to be mailed.

create function public.engine_due_invitations() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare answer jsonb;
begin
  with due as (
      select i.id from public.invitations i
      where i.mailed_at is null and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()
        and (i.tried_at is null or i.tried_at < now() - least(interval '5 minutes' * 2 ^ least(i.attempts, 10),
          interval '1 day'))
      order by i.tried_at nulls first, i.created_at limit 20 for update skip locked),
    taken as (
      update public.invitations i set attempts = i.attempts + 1, tried_at = now() from due where i.id = due.id
      returning i.*)
  select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'provider', p.name, 'client', c.name, 'locale',
    p.default_locale, 'to', i.email,
      'role', i.role, 'expiresAt', i.expires_at) order by i.created_at), '[]') into answer
  from taken i join public.providers p on p.id = i.provider_id left join public.clients c on c.id = i.client_id;
  return answer;
end $$;
comment on function public.engine_due_invitations is
  'Counts every invitation it returns as tried: one whose mail is not recorded returns after ten minutes, then '
    'after twice as long each time, up to a day.';

create function public.engine_note_mailed_invitation(p_invitation uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.invitations set mailed_at = now() where id = p_invitation;
end $$;

grant execute on function public.engine_due_invitations(), public.engine_note_mailed_invitation(uuid)
  to service_role;
