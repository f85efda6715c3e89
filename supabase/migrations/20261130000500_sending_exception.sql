-- A number can be connected and yet be unable to send: Meta's own summary says so. It stands beside the other one of after
-- the move, in the order of the catalogue.

update private.exception_catalogue set position = position + 1000
where position > (select position from private.exception_catalogue where code = 'NOT_REGISTERED_AFTER_MOVE');
insert into private.exception_catalogue (position, code, owner, retry, settled_by_hand, watched_by, opened_in)
select position + 1, 'CANNOT_SEND', 'us', 'by_hand', true, '{}', '{stabilising}' from private.exception_catalogue
where code = 'NOT_REGISTERED_AFTER_MOVE';
update private.exception_catalogue set position = position - 999 where position > 1000;
