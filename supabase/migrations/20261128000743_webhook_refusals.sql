-- How many webhooks bore a wrong signature: somebody guesses, or Meta signs with a secret that the desk does not have.

create table private.webhook_refusals (
  hour timestamptz primary key,
  refused bigint not null check (refused > 0)
);
comment on table private.webhook_refusals is 'Webhooks with a bad signature, by the hour; nothing of them is kept.';
alter table private.webhook_refusals enable row level security;
alter table private.webhook_refusals force row level security;
revoke all on private.webhook_refusals from public, anon, authenticated, service_role;

insert into private.retention (relation, since, keep, reason) values
  ('private.webhook_refusals', 'hour', '30 days', 'A wrong secret or a guesser is seen within days.');

create function public.engine_count_refused_webhooks(p_count integer) returns void
language sql security definer set search_path = '' as $$
  insert into private.webhook_refusals as w (hour, refused) values (date_trunc('hour', now()), p_count)
  on conflict (hour) do update set refused = w.refused + excluded.refused;
$$;
revoke execute on function public.engine_count_refused_webhooks(integer) from public, anon, authenticated, service_role;
grant execute on function public.engine_count_refused_webhooks(integer) to service_role;
