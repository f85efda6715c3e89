-- On R0 the number is shared, not moved: the client agrees to what that means before anything begins. Where the signup route
-- turned out to share the number, this comes as soon as it is known, before anything else goes on.

insert into private.step_catalogue (position, step, status, trigger, repeatable, waits_on, action, irreversible, done_by)
select max(position) + 1, 'acknowledge_sharing', 'cutover', 'manual', true, 'client', 'complete_step', false, 'client'
from private.step_catalogue;

update private.route_steps set position = position + 100 where route = 'R0' and position > 1;
update private.route_steps set position = position - 99 where route = 'R0' and position > 100;
insert into private.route_steps (route, step, position) values ('R0', 'acknowledge_sharing', 2);
