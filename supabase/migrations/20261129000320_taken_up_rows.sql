-- The operator's check holds each audited row against what its entries tell. Rows that stood there before the audit, and
-- columns that came later with a default, no entry tells: they are taken up.

create function private.take_up_rows() returns void
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare audited record; standing jsonb;
begin
  -- Of tables whose rows are audited from the moment they are added; the arguments are those of private.audit_row.
  for audited in select t.tgrelid::regclass as relation, c.relname, string_to_array(encode(t.tgargs, 'escape'), '\000') as arguments
    from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
    where t.tgfoid = 'private.audit_row'::regproc and t.tgtype & 4 > 0 order by c.relname loop
    for standing in execute format('select to_jsonb(t) from %s t where %I is not null', audited.relation, audited.arguments[1]) loop
      perform private.write_audit((standing ->> audited.arguments[1])::uuid, audited.relname || '.taken_up', 'engine', null, null,
        (standing ->> audited.arguments[2])::uuid, audited.relname, standing - audited.arguments[3:],
        jsonb_build_object('row', coalesce(standing -> 'id', standing -> 'connection_id', standing -> 'provider_id')));
    end loop;
  end loop;
end $$;
comment on function private.take_up_rows is
  'Also for a migration that gives an audited table a column with a default: what no update wrote, no entry tells.';

select private.take_up_rows(), public.engine_seal_audit(2147483647);

revoke execute on function private.take_up_rows() from public, anon, authenticated, service_role;
