-- Writes requests as CSV: which columns an export has, and how a cell is written in each of its two modes.

-- RFC 4180. `machine` is raw. `spreadsheet` puts an apostrophe before what a spreadsheet would compute or mangle: a
-- formula, in full-width signs too, what hides its beginning, and figures of twelve digits or more, which it rounds. A
-- spreadsheet whose list separator is the semicolon or the tab (Russian, German and most European settings) splits
-- cells where we did not, and ignores quotes in the middle: so the apostrophe also stands wherever such a split would
-- begin a formula. A cell that begins with an apostrophe gets another, so removing one is always right.
create function private.csv_cell(p_cell text, p_mode text) returns text
language plpgsql immutable strict set search_path = '' as $$
declare cell text := p_cell;
begin
  if p_mode = 'spreadsheet' then
    cell := case when p_cell ~ '^([=+\-@＝＋－＠''\t\r\n]|[0-9]{12,}$)' then '''' else '' end
      || regexp_replace(p_cell, '([;\t\r\n])(?=[=+\-@＝＋－＠''"])', '\1''', 'g');
  end if;
  return case when cell ~ '[",\r\n]' then '"' || replace(cell, '"', '""') || '"' else cell end;
end $$;
comment on function private.csv_cell is 'One cell of an export in that mode; an empty one stands for "none".';

-- Names and order are a promise: new columns go to the end. Times are ISO 8601 with zone, numbers E.164, ids text.
-- r is the request as the list shows it, m the request itself, a its assignee. `plain` needs no care in either mode,
-- because its type or its table's check admits nothing else; neither do `digits`, perhaps after a plus, but for the
-- apostrophe.
create function private.export_columns() returns table (name text, kind text, source text)
language sql immutable set search_path = '' rows 40 as $$
  values ('reference', 'text', 'm.reference'), ('id', 'plain', 'm.id'), ('phone_number', 'digits', 'm.phone_number'),
    ('phone_country', 'plain', 'm.phone_country'), ('company', 'text', 'r.client_name'),
    ('status', 'plain', 'm.status'), ('waiting_on', 'plain', 'm.waiting_on'), ('next_action', 'text', 'm.next_action'),
    ('next_action_subject', 'text', 'm.next_action_subject'), ('readiness', 'plain', 'm.readiness'),
    ('checks_passed', 'plain', 'm.checks_passed'), ('checks_total', 'plain', 'm.checks_total'),
    ('reason', 'plain', 'm.reason'), ('reason_note', 'text', 'm.reason_note'),
    ('old_provider_name', 'text', 'm.old_provider_name'), ('monthly_volume', 'plain', 'm.monthly_volume'),
    ('contact_name', 'text', 'm.contact_name'), ('contact_email', 'text', 'm.contact_email'),
    ('source_business_id', 'digits', 'm.source_business_id'), ('source_waba_id', 'digits', 'm.source_waba_id'),
    ('source_phone_number_id', 'digits', 'm.source_phone_number_id'), ('route', 'plain', 'm.route'),
    ('destination_waba_id', 'digits', 'm.destination_waba_id'),
    ('destination_phone_number_id', 'digits', 'm.destination_phone_number_id'), ('assignee', 'text', 'a.name'),
    ('hold_reason', 'text', 'm.hold_reason'), ('window_starts_at', 'time', 'm.window_starts_at'),
    ('window_ends_at', 'time', 'm.window_ends_at'), ('due_at', 'time', 'm.due_at'),
    ('created_at', 'time', 'm.created_at'), ('submitted_at', 'time', 'm.submitted_at'),
    ('registered_at', 'time', 'm.registered_at'), ('completed_at', 'time', 'm.completed_at'),
    ('closed_reason', 'text', 'm.closed_reason'), ('closed_note', 'text', 'm.closed_note'),
    ('updated_at', 'time', 'm.updated_at');
$$;

-- The first line of a file, after what a spreadsheet recognises UTF-8 by.
create function private.export_header(p_mode text) returns text
language sql immutable set search_path = '' as $$
  select case when p_mode = 'spreadsheet' then U&'\FEFF' else '' end || string_agg(name, ',') || e'\r\n'
  from private.export_columns();
$$;

-- Calling csv_cell for each cell would cost more than all the rest, so a pattern finds the few that need its care; and
-- neighbouring times, which are written in UTC, become ISO 8601 together.
create function private.export_line(p_mode text) returns text
language sql immutable set search_path = '' as $$
  with cells as (
    select min(c.at) as at, case c.kind
      when 'plain' then min(c.source)
      when 'time' then format('replace(replace(concat(%s), '' '', ''T''), ''+00'', ''+00:00'')',
        string_agg(c.source, ', '','', ' order by c.at))
      when 'digits' then format(case p_mode when 'machine' then '%s'
        else 'case when octet_length(%1$s) > 11 or left(%1$s, 1) = ''+'' then '''''''' || %1$s else %1$s end' end,
        min(c.source))
      else format('case when %1$s collate "C" ~ %2$L then private.csv_cell(%1$s, %3$L) else %1$s end', min(c.source),
        case p_mode when 'machine' then '[",\r\n]'
        else '^[=+\-@＝＋－＠''0-9]|[;",\t\r\n]' end, p_mode)
      end as value
    from (select k.*, case k.kind when 'time' then k.at - row_number() over (partition by k.kind order by k.at)
        else k.at end as run
      from private.export_columns() with ordinality as k (name, kind, source, at)) as c
    group by c.kind, c.run)
  select format('format(%L, %s)', string_agg('%s', ',' order by at), string_agg(value, ', ' order by at)) from cells;
$$;
comment on function private.export_line is 'The SQL expression for the record of a request, without its line end.';

-- The filter of src/domain/requests/request-filter.ts in the list's own terms; what is absent or empty means "any".
create function private.listed_filter(p_provider uuid, p_filter jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object('provider_id', jsonb_build_array(p_provider),
    'status', nullif(p_filter -> 'status', '[]'), 'reason', nullif(p_filter -> 'reason', '[]'),
    'waiting_on', nullif(p_filter -> 'waitingOn', '[]'),
    'old_provider_name', nullif(p_filter -> 'oldProvider', '[]')));
$$;

create function private.filed_between(p_filter jsonb, p_table text) returns text
language plpgsql stable set search_path = '' as $$
begin
  return concat(
    case when p_filter ->> 'from' is not null then
      format(' and %I.created_at >= %L::timestamptz', p_table, (p_filter ->> 'from')::timestamptz) end,
    case when p_filter ->> 'to' is not null then
      format(' and %I.created_at < %L::timestamptz', p_table, (p_filter ->> 'to')::timestamptz) end);
exception when invalid_datetime_format or datetime_field_overflow then
  perform private.refuse(400, 'invalid_input', 'filter');
end $$;
comment on function private.filed_between is 'SQL conditions on the time of filing, each after an "and".';

-- A search is for finding a few requests, so its results are one page: a larger export needs a filter.
create function private.exported_rows(p_provider uuid, p_filter jsonb) returns text
language sql stable set search_path = '' as $$
  select 'public.request_list r'
    || case when p_filter ->> 'search' <> '' then format(
      ' join public.search_requests(%L, %L, 5001) as found on found.id = r.id', p_filter ->> 'search', listed)
      else '' end
    -- One row each, so a count that asks nothing of them does not read them.
    || ' left join public.migration_requests m on m.id = r.id left join public.members a on a.id = r.assignee_id'
    || ' where true' || private.request_conditions(listed) || private.filed_between(p_filter, 'm')
  from private.listed_filter(p_provider, p_filter) as listed;
$$;
comment on function private.exported_rows is 'The FROM and WHERE of an export, for its count and its pages.';

-- Keyset: an offset would skip or repeat rows when others are filed meanwhile.
create function private.export_statement(p_provider uuid, p_mode text, p_filter jsonb, p_after text, p_most integer)
  returns text
language sql stable set search_path = '' as $$
  select format('select count(*), max(page.reference), string_agg(page.line, e''\r\n'') from (
      select r.reference, %s as line from %s and r.reference > %L order by r.reference limit %s) as page',
    private.export_line(p_mode), private.exported_rows(p_provider, p_filter), coalesce(p_after, ''), p_most);
$$;
comment on function private.export_statement
  is 'Reads the next rows of an export: their number, the last reference, their records.';
