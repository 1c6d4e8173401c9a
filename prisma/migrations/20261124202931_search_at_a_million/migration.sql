-- Mistyped words are found by their trigrams. The extension comes with Postgres (Debian: postgresql-contrib) and is
-- trusted: the owner of the database may create it.
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
    RAISE EXCEPTION 'Daily Papers needs the Postgres extension pg_trgm (%). Install Postgres'' contrib package if it is missing, then run as a superuser, in this database: create extension pg_trgm', SQLERRM;
END $$;

-- The lexemes of the month, quarter and year of a listing, such as #2026-03, #2026q1 and #2026: no text has a lexeme that
-- begins with #. A search for a common word reads the newest of them only.
CREATE FUNCTION "listing_lexemes"("listed_on" date) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY[
        '#' || year, '#' || year || 'q' || extract(quarter FROM "listed_on"),
        '#' || year || '-' || lpad(extract(month FROM "listed_on")::text, 2, '0')])
    FROM (SELECT lpad(extract(year FROM "listed_on")::text, 4, '0') AS year) AS listing
$$;

-- Rows are kept short: what is long (the abstract, its vector, the raw item) lies apart, so that reading 5,000 of a
-- million rows in no order takes 10 ms.
ALTER TABLE "paper" SET (toast_tuple_target = 1024);
ALTER TABLE "paper" DROP COLUMN "search";
ALTER TABLE "paper"
    ADD COLUMN "head" tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', "title"), 'A') ||
        setweight(to_tsvector('english', "words_of"("keywords")), 'B') ||
        setweight(to_tsvector('simple', "words_of"("authors") || ' ' || "words_of"("categories")), 'B')
    ) STORED,
    ADD COLUMN "search" tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', "title"), 'A') ||
        setweight(to_tsvector('english', "words_of"("keywords")), 'B') ||
        setweight(to_tsvector('simple', "words_of"("authors") || ' ' || "words_of"("categories")), 'B') ||
        setweight(to_tsvector('english', "abstract"), 'C') ||
        "listing_lexemes"("listed_on")
    ) STORED;
ALTER TABLE "paper" ALTER COLUMN "head" SET STORAGE MAIN;
ALTER TABLE "paper" ALTER COLUMN "search" SET STORAGE EXTERNAL;

CREATE INDEX "paper_search_idx" ON "paper" USING gin ("search");

-- CreateTable
CREATE TABLE "search_word" (
    "word" TEXT COLLATE "C" NOT NULL,
    "lexeme" TEXT NOT NULL,
    "papers" INTEGER NOT NULL,

    CONSTRAINT "search_word_pkey" PRIMARY KEY ("word","lexeme")
) WITH (fillfactor = 80);

-- CreateIndex
CREATE INDEX "search_word_lexeme_idx" ON "search_word"("lexeme");

-- CreateIndex
CREATE INDEX "search_word_trigram_idx" ON "search_word" USING GIN ("word" gin_trgm_ops);

-- The words of a text as they are written, in lower case, each once.
CREATE FUNCTION "words_written"("text" text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT unnest(tsvector_to_array(to_tsvector('simple', "text"))) $$;

-- What "search" has for a written word: words with digits and names are not stemmed. Null for a stop word, and for what
-- is no word (a number, an address).
CREATE FUNCTION "lexeme_of"("word" text, "is_name" boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN "word" !~ '^[[:alpha:]][[:alnum:]-]{1,39}$' THEN null
        WHEN "is_name" OR "word" ~ '\d' THEN "word"
        ELSE (ts_lexize('english_stem', "word"))[1] END
$$;

-- In the order of the key, so that two at once wait for one another and never in a circle.
CREATE FUNCTION "count_words"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "search_word" AS known ("word", "lexeme", "papers")
    SELECT word, "lexeme_of"(word, is_name), sum(papers)
    FROM (
        SELECT word, false AS is_name, count(*) AS papers
        FROM added, "words_written"("title" || ' ' || "words_of"("keywords") || ' ' || "abstract") AS word GROUP BY word
        UNION ALL
        SELECT word, true, count(*)
        FROM added, "words_written"("words_of"("authors") || ' ' || "words_of"("categories")) AS word GROUP BY word
    ) AS counted
    WHERE "lexeme_of"(word, is_name) IS NOT NULL
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("word", "lexeme") DO UPDATE SET "papers" = known."papers" + excluded."papers";
    RETURN NULL;
END $$;

-- A paper that changed counts only where it brings words that nobody has written before: the count is an estimate.
CREATE FUNCTION "add_words"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "search_word" ("word", "lexeme", "papers")
    SELECT word, "lexeme_of"(word, is_name), 1
    FROM (
        SELECT changed.* FROM changed JOIN before USING ("id") WHERE changed."search" <> before."search"
    ) AS paper, LATERAL (
        SELECT word, false AS is_name FROM "words_written"("title" || ' ' || "words_of"("keywords") || ' ' || "abstract") AS word
        UNION
        SELECT word, true FROM "words_written"("words_of"("authors") || ' ' || "words_of"("categories")) AS word
    ) AS written
    WHERE "lexeme_of"(word, is_name) IS NOT NULL
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER "paper_words_added" AFTER INSERT ON "paper" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "count_words"();
CREATE TRIGGER "paper_words_changed" AFTER UPDATE ON "paper" REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION "add_words"();

-- The papers that are there already.
INSERT INTO "search_word" ("word", "lexeme", "papers")
SELECT word, "lexeme_of"(word, is_name), sum(papers)
FROM (
    SELECT word, false AS is_name, count(*) AS papers
    FROM "paper", "words_written"("title" || ' ' || "words_of"("keywords") || ' ' || "abstract") AS word GROUP BY word
    UNION ALL
    SELECT word, true, count(*)
    FROM "paper", "words_written"("words_of"("authors") || ' ' || "words_of"("categories")) AS word GROUP BY word
) AS counted
WHERE "lexeme_of"(word, is_name) IS NOT NULL
GROUP BY 1, 2;
-- Any of these lexemes; null where there are none.
CREATE FUNCTION "any_lexeme"("lexemes" text[]) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(DISTINCT '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery
    FROM unnest("lexemes") AS lexeme
$$;

-- The lexemes that a query asks for; not those that it excludes.
CREATE FUNCTION "lexemes_of"("query" tsquery) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT replace(replace(quoted[1], '''''', ''''), '\\', '\'))
    FROM regexp_matches(querytree("query"), '''((?:[^'']|'''')*)''', 'g') AS quoted
$$;

-- The lexemes of words that begin with these letters: the ten most common, none of them a hundred times rarer than the
-- first. (Each one more is looked up in every window, and ranked in every paper.)
CREATE FUNCTION "prefix_lexemes"("letters" text) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT array_agg(lexeme) FROM (
        SELECT lexeme, sum(papers) AS papers, max(sum(papers)) OVER () AS most FROM "search_word"
        WHERE word >= "letters" COLLATE "C" AND word < "letters" || U&'\+10FFFF' COLLATE "C"
        GROUP BY lexeme ORDER BY papers DESC, lexeme LIMIT 10
    ) AS common WHERE papers * 100 >= most
$$;

-- A word as a query: as a text has it (stemmed), and as a name has it. Empty for a stop word.
CREATE FUNCTION "word_query"("word" text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN numnode(stemmed) = 0 OR stemmed = plain THEN stemmed ELSE stemmed || plain END
    FROM (SELECT plainto_tsquery('english', "word") AS stemmed, plainto_tsquery('simple', "word") AS plain) AS queries
$$;

CREATE FUNCTION "phrase_query"("phrase" text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN numnode(stemmed) = 0 OR stemmed = plain THEN stemmed ELSE stemmed || plain END
    FROM (SELECT phraseto_tsquery('english', "phrase") AS stemmed, phraseto_tsquery('simple', "phrase") AS plain) AS queries
$$;

-- A search box's text as a query: words, "phrases", -without, "or" between groups; the last word may be unfinished.
-- Where only stop words are left they are taken for names. Empty where there is no word at all.
DROP FUNCTION "search_query"(text);
CREATE FUNCTION "search_query"("text" text) RETURNS tsquery
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    term record;
    part tsquery;
    every tsquery;
    result tsquery;
BEGIN
    FOR term IN
        SELECT piece[1] = '-' AS without, piece[2] AS phrase, lower(piece[3]) AS word,
            row_number() OVER (ORDER BY place) = count(*) OVER () AND "text" !~ '\s$' AS is_last
        FROM regexp_matches("text", '(-?)(?:"([^"]*)"?|([^\s"]+))', 'g') WITH ORDINALITY AS pieces(piece, place)
        ORDER BY place
    LOOP
        IF term.word = 'or' AND every IS NOT NULL THEN
            result := coalesce(result || every, every);
            every := null;
            CONTINUE;
        END IF;
        part := coalesce("word_query"(term.word), "phrase_query"(term.phrase));
        CONTINUE WHEN numnode(part) = 0;
        IF term.without THEN
            part := !!part;
        ELSIF term.is_last AND term.word ~ '^[[:alnum:]]{2,}$' THEN
            part := "any_lexeme"("lexemes_of"(part) || "prefix_lexemes"(term.word));
        ELSIF term.is_last AND term.word ~ '^[[:alnum:]][[:alnum:]-]*[[:alnum:]]$' THEN
            part := coalesce(part || "any_lexeme"("prefix_lexemes"(term.word)), part);
        END IF;
        every := coalesce(every && part, part);
    END LOOP;
    RETURN coalesce(result || every, result, every, plainto_tsquery('simple', "text"));
END $$;

-- Stretches of the time in which papers were listed, newest first, each as the query for its lexeme. The first are of
-- this unit (1 month, 2 quarter, 3 year); after half a year of months come quarters, after a year and a half years.
CREATE FUNCTION "listing_windows"("from_day" date, "to_day" date, "unit" int) RETURNS SETOF tsquery
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10 AS $$
    WITH RECURSIVE bounds AS (
        SELECT greatest("from_day", min(listed_on)) AS first, least("to_day", max(listed_on)) AS last FROM "paper"
    ), turns AS (
        SELECT first, last,
            CASE WHEN "unit" = 1 THEN date_trunc('quarter', last - interval '5 months') ELSE date_trunc('quarter', last) + interval '3 months' END AS quarters_before,
            CASE WHEN "unit" < 3 THEN date_trunc('year', last - interval '17 months') ELSE date_trunc('year', last) + interval '1 year' END AS years_before
        FROM bounds
    ), years AS (
        -- Only years that have papers: a paper of the year 9999 would make thousands of them.
        SELECT first, date_trunc('year', (SELECT max(listed_on) FROM "paper" WHERE listed_on < years_before)) AS year FROM turns
        UNION ALL
        SELECT first, date_trunc('year', (SELECT max(listed_on) FROM "paper" WHERE listed_on < year)) FROM years WHERE year > first
    ), windows AS (
        SELECT month AS since, month + interval '1 month' AS until, to_char(month, 'YYYY-MM') AS name
        FROM turns, generate_series(quarters_before, last, interval '1 month') AS month
        UNION ALL
        SELECT quarter, quarter + interval '3 months', to_char(quarter, 'YYYY"q"Q')
        FROM turns, generate_series(years_before, quarters_before - interval '3 months', interval '3 months') AS quarter
        UNION ALL
        SELECT year, year + interval '1 year', to_char(year, 'YYYY') FROM years WHERE year IS NOT NULL
    )
    SELECT format('''#%s''', name)::tsquery FROM windows, bounds WHERE until > first AND since <= last ORDER BY since DESC
$$;

-- About how many papers match, by the planner's statistics.
CREATE FUNCTION "estimated_matches"("query" tsquery) RETURNS double precision
LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM paper WHERE search @@ %L::tsquery', "query") INTO plan;
    RETURN plan -> 0 -> 'Plan' -> 'Plan Rows';
END $$;

-- The newest papers that match, with what orders them. Those of a rare word are read and sorted. Of a common one (8,000
-- papers and more) the index is read by stretches of time, the newest first, until there are enough; each is as long as
-- to hold 2,500 of them. "rank" is that of the head for "words"; only papers up to "top_id" and, where they are read by
-- date, after a place in that order.
CREATE FUNCTION "newest_matches"(
    "query" tsquery, "words" tsquery, "from_day" date, "to_day" date, "category" text,
    "top_id" int, "after_day" date, "after_id" int, "most" int
)
RETURNS TABLE ("id" int, "listed_on" date, "rank" real, "upvotes" int, "comments" int, "has_code" boolean)
LANGUAGE plpgsql SET jit = off SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    listed tsquery;
    added int;
    missing int := "most";
    matches double precision := "estimated_matches"("query");
    last_day date := least("to_day", "after_day");
    at_once boolean := matches < 8000 AND "from_day" IS NULL AND last_day IS NULL;
    tag text := ' ' || lower("category") || ' ';
BEGIN
    FOR listed IN
        SELECT null::tsquery WHERE at_once
        UNION ALL
        SELECT "listing_windows"("from_day", last_day, CASE
            WHEN matches / days * 92 > 2500 OR last_day - "from_day" < 60 THEN 1
            WHEN matches / days * 366 > 2500 OR last_day - "from_day" < 400 THEN 2
            ELSE 3 END)
        FROM (SELECT 1 + max(listed_on) - min(listed_on) AS days FROM "paper") AS all_papers
        WHERE NOT at_once
    LOOP
        RETURN QUERY
            WITH found AS MATERIALIZED (
                -- Most match by their abstract alone: to ask that first takes a third of the time of ranking.
                SELECT paper.id, paper.listed_on,
                    CASE WHEN "words" IS NULL THEN null WHEN head @@ "words" THEN ts_rank(head, "words") ELSE 0 END,
                    upvotes, comments, code_url IS NOT NULL
                FROM paper
                WHERE search @@ coalesce("query" && listed, "query")
                    AND ("from_day" IS NULL OR listed_on >= "from_day") AND ("to_day" IS NULL OR listed_on <= "to_day")
                    -- As it is written in most cases; to compare without case takes 20 µs.
                    AND (tag IS NULL OR "category" = ANY (categories) OR strpos(' ' || lower(array_to_string(categories, ' ')) || ' ', tag) > 0)
                    AND ("top_id" IS NULL OR id <= "top_id")
                    AND ("after_day" IS NULL OR (listed_on, id) < ("after_day", "after_id"))
            )
            SELECT * FROM found ORDER BY listed_on DESC, id DESC LIMIT missing;
        GET DIAGNOSTICS added = ROW_COUNT;
        missing := missing - added;
        EXIT WHEN missing = 0;
    END LOOP;
END $$;

-- The logarithm that trending counts by: each doubling is worth one.
CREATE FUNCTION "doublings"("count" int) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ln(1 + "count"::double precision) / ln(2::double precision) $$;
