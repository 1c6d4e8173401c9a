-- A topic is read as a search is, but for its last word, which is finished: "vision -images" kept papers with images, for the
-- word as it is written is in no text's vector, only its stem.
CREATE OR REPLACE FUNCTION "topic_query"("topic" text) RETURNS tsquery
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT "search_query"("topic" || ' ') $$;
