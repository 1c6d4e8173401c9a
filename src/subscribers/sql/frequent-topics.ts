import { sql } from '../../db/sql.ts';

/**
 * The keywords of the newest day within a week that has keywords (not every source provides them),
 * most frequent first, followed by its categories. SQL, because it counts array elements.
 */
export const frequentTopics = sql`with newest as (select max(listed_on) as day from paper), day as (
    select keywords, categories from paper, newest where listed_on = coalesce((
      select max(listed_on) from paper where keywords <> '{}' and listed_on >= newest.day - 7), newest.day)
  )
  select topic from (
    select lower(keyword) as topic, 1 as place from day, unnest(keywords) as keyword
    union all select category, 2 from day, unnest(categories) as category
  ) as named where strpos(topic, ',') = 0
  group by topic order by min(place), count(*) desc, topic limit 8`;
