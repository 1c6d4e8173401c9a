-- The history of this installation in the format that eval-trending reads:
-- psql "$DATABASE_URL" -At -f scripts/trending/export.sql > history.ndjson
select json_build_object(
    'date', listed_on,
    'id', coalesce(arxiv_id, paper.id::text),
    'submitted', to_char(listed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'at8', json_build_object('hour', round((extract(epoch from morning.observed_at - day.start) / 3600)::numeric, 2), 'upvotes', morning.upvotes, 'comments', coalesce(morning.comments, 0)),
    'next', midnight.upvotes,
    'final', last.upvotes,
    'finalAfterHours', extract(epoch from last.observed_at - day.start) / 3600,
    'code', code_url is not null)
from paper
  cross join lateral (select listed_on::timestamp at time zone 'UTC' as start) as day
  cross join lateral (
    select upvotes, comments, observed_at from paper_count
    where paper_id = paper.id and upvotes is not null and observed_at <= day.start + interval '8 hours' order by observed_at desc limit 1
  ) as morning
  left join lateral (
    select upvotes from paper_count
    where paper_id = paper.id and upvotes is not null and observed_at > day.start + interval '8 hours'
      and observed_at <= day.start + interval '24 hours'
    order by observed_at desc limit 1
  ) as midnight on true
  left join lateral (
    select upvotes, observed_at from paper_count
    where paper_id = paper.id and upvotes is not null and observed_at > day.start + interval '24 hours' order by observed_at desc limit 1
  ) as last on true
where source <> 'sample' and listed_at < day.start + interval '24 hours'
order by listed_on, paper.id;
