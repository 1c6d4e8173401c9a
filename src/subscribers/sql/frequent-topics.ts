import { sql, type Sql } from '../../db/sql.ts';
import type { Day } from '../../lib/dates.ts';

/**
 * The keywords of the newest day within a week that has keywords (not every source provides them),
 * most frequent first, followed by its categories. Papers after `today` are not public. SQL,
 * because it counts array elements.
 */
export function frequentTopics(today: Day): Sql {
  return sql`with newest as (select max(listed_on) as day from paper where listed_on <= ${today}::date), day as (
    select keywords, categories from paper, newest where listed_on = coalesce((
      select max(listed_on) from paper where keywords <> '{}' and listed_on between newest.day - 7 and newest.day), newest.day)
  )
  select topic from (
    select lower(keyword) as topic, 1 as place from day, unnest(keywords) as keyword
    union all select category, 2 from day, unnest(categories) as category
  ) as named where strpos(topic, ',') = 0
  group by topic order by min(place), count(*) desc, topic limit 8`;
}
