-- Names the audited tables, and keeps the chain append-only.

create trigger audit_intake_only_added before update or truncate on private.audit_intake
for each statement execute function private.refuse_rewriting();

create trigger audit_intake_sealed_first after delete on private.audit_intake referencing old table as gone
for each statement execute function private.guard_audit_intake();

create policy audit_rows_select_own_provider on public.audit_rows for select to authenticated
  using (provider_id in (select private.my_audited_provider_ids()));

create trigger audit_rows_only_added before update or delete or truncate on public.audit_rows
for each statement execute function private.refuse_rewriting();

create policy audit_values_select_own_provider on public.audit_values for select to authenticated
  using (provider_id in (select private.my_audited_provider_ids()));

create trigger audit_values_only_added before update or truncate on public.audit_values
for each statement execute function private.refuse_rewriting();

create trigger audit_values_erased_only before delete on public.audit_values
for each statement execute function private.guard_audit_values();

create trigger audit_heads_kept before delete or truncate on private.audit_heads
for each statement execute function private.refuse_rewriting();

create trigger audit_heads_move_on before update on private.audit_heads for each row
  execute function private.guard_audit_heads();

create constraint trigger audit_pending_close after insert on private.audit_pending deferrable initially deferred
for each row execute function private.close_pending();

-- The arguments name the tenant's column, the subject's column, and the columns that no entry holds.
create trigger connection_tokens_audit after insert or update or delete on private.connection_tokens
  for each row execute function private.audit_row('provider_id', 'connection_id', 'nonce', 'ciphertext');
create trigger halts_audit after insert or update or delete on private.halts
  for each row execute function private.audit_row('provider_id', 'started_by');
create trigger batches_audit after insert or update or delete on public.batches
  for each row execute function private.audit_row('provider_id', 'client_id');
create trigger client_members_audit after insert or update or delete on public.client_members
  for each row execute function private.audit_row('provider_id', 'user_id');
create trigger clients_audit after insert or update or delete on public.clients
  for each row execute function private.audit_row('provider_id', 'id');
create trigger clock_targets_audit after insert or update or delete on public.clock_targets
  for each row execute function private.audit_row('provider_id', 'set_by');
create trigger exports_audit after insert or update or delete on public.exports
  for each row execute function private.audit_row('provider_id', 'user_id');
create trigger invitations_audit after insert or update or delete on public.invitations
  for each row execute function private.audit_row('provider_id', 'id', 'mailed_at', 'attempts', 'tried_at');
create trigger members_audit after insert or update or delete on public.members
  for each row execute function private.audit_row('provider_id', 'user_id');
create trigger meta_connections_audit after insert or update or delete on public.meta_connections
  for each row execute function private.audit_row('provider_id', 'id');
create trigger old_providers_audit after insert or update or delete on public.old_providers
  for each row execute function private.audit_row('provider_id', 'id');
create trigger probe_settings_audit after insert or update or delete on public.probe_settings
  for each row execute function private.audit_row('provider_id', 'provider_id');
create trigger provider_calendars_audit after insert or update or delete on public.provider_calendars
  for each row execute function private.audit_row('provider_id', 'provider_id', 'holidays', 'built_at');
create trigger providers_audit after insert or update or delete on public.providers
  for each row execute function private.audit_row('id', 'id');
create trigger tariffs_audit after insert or update or delete on public.tariffs
  for each row execute function private.audit_row('provider_id', 'id');
