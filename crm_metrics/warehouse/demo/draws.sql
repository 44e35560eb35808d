-- Chance, the same on every machine: uniform numbers from md5 of seed, salt and key, and shapes of them made by + - * / alone
-- (each exact by IEEE 754; a logarithm may differ in its last digit from one library to another).

create or replace temp macro draw(key, salt) as         -- uniform in [0, 1)
  (md5_number(getvariable('demo_seed') || '/' || salt || '/' || key) & 4294967295)::bigint / 4294967296.0::double;

create or replace temp macro bell(key, salt) as         -- about standard normal, within -3 and 3: three uniforms from one md5
  (((md5_number(getvariable('demo_seed') || '/' || salt || '/' || key)) & 1048575)::bigint
   + ((md5_number(getvariable('demo_seed') || '/' || salt || '/' || key) >> 20) & 1048575)::bigint
   + ((md5_number(getvariable('demo_seed') || '/' || salt || '/' || key) >> 40) & 1048575)::bigint) / 524288.0::double - 3;

create or replace temp macro tail(u) as                 -- waits and sizes: median 1, tenth 0.4, ninetieth 2.7, at most 7
  sqrt((u + 0.02) / (1.02 - u));

create or replace temp macro pick(options, u) as        -- one of a list
  options[1 + floor(u * len(options))::integer];

create or replace temp macro between_tenths(tenths, u) as   -- a value from its eleven tenth-points
  tenths[1 + floor(u * 10)::integer]
  + (u * 10 - floor(u * 10)) * (tenths[2 + floor(u * 10)::integer] - tenths[1 + floor(u * 10)::integer]);

create or replace temp macro hours_in(day, hours) as    -- the local instant of a day at a decimal hour, to the second
  day::timestamp + to_seconds(floor(hours * 3600)::bigint);

create or replace temp macro phone_hours(u, saturday) as
  case when saturday
       then between_tenths([8.0, 8.9, 9.5, 10.1, 10.7, 11.3, 12.0, 12.7, 13.5, 14.6, 16.7]::double[], u)
       else between_tenths([7.0, 8.2, 9.1, 9.9, 10.7, 11.4, 12.8, 14.4, 15.6, 16.9, 19.6]::double[], u) end;

create or replace temp macro any_hours(u) as            -- messages, web and app: also at night
  between_tenths([0.0, 7.6, 9.2, 10.6, 11.9, 13.4, 15.1, 16.9, 18.8, 20.6, 23.98]::double[], u);

create or replace temp macro office_hours(u, saturday) as
  case when saturday
       then between_tenths([8.1, 8.7, 9.2, 9.7, 10.2, 10.7, 11.2, 11.7, 12.2, 12.8, 13.6]::double[], u)
       else between_tenths([8.1, 8.9, 9.6, 10.3, 11.0, 11.8, 14.2, 15.0, 15.8, 16.6, 17.7]::double[], u) end;

create or replace temp macro zoned(moment) as           -- from the company's clock to an instant
  moment at time zone 'America/Bogota';

create or replace temp macro known(moment) as           -- what the exports can know: nothing after the last evening
  case when moment < getvariable('demo_last') + interval 1 day then moment end;

create or replace temp macro pesos(amount) as           -- whole hundreds
  (round(amount / 100) * 100)::decimal(14, 2);

create or replace temp macro volume(base, level, key, salt) as   -- how many today: base scaled, a little noise, rounded by chance
  greatest(0, floor(base * getvariable('demo_size') * level * (1 + 0.05 * bell(key, salt)) + draw(key, salt || '+'))::integer);
