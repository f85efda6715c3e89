-- How many numbers an account of a connection may hold: Meta publishes no number, so that the provider's own knowledge counts.

create function public.set_number_limit(p_provider uuid, p_connection uuid, p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'connection.manage');
  if p_limit is not null and p_limit not between 1 and 10000 then perform private.refuse(400, 'invalid_input', 'limit'); end if;
  update public.meta_connections set number_limit = p_limit where id = p_connection and provider_id = p_provider;
  if not found then perform private.refuse(404, 'connection_not_found'); end if;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.set_number_limit is 'Null takes the limit away: it is then shown how many numbers there are, and nothing is judged.';

grant execute on function public.set_number_limit(uuid, uuid, integer) to authenticated;
