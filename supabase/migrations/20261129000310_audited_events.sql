-- An event is written once. Where one is changed all the same, as when a person is forgotten, that leaves an entry too: else
-- the audit could not tell an honest change from a quiet one. When it happened is left out; the entry has a time of its own.

insert into private.audit_plain_fields (relation, field)
select 'events', unnest(string_to_array('id provider_id client_id request_id kind visibility actor_kind actor_id from_status to_status', ' '));
create trigger events_audit_change after update or delete on public.events
for each row execute function private.audit_row('provider_id', 'request_id', 'created_at');
