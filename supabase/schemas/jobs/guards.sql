-- Where the platform has cron, it wakes the tick from here on.

select private.schedule_tick();
