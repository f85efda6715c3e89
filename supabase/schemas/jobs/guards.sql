-- From here on cron wakes the tick, where the platform has it.

select private.schedule_tick();
