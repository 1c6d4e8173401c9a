-- AlterTable
ALTER TABLE "subscriber" ADD COLUMN "tell_empty" BOOLEAN NOT NULL DEFAULT false;

-- The choices that make a list, as one key: readers with the same key share one selection. Null: the issue as it is.
CREATE FUNCTION "list_key"("topics" text[], "topics_only" boolean, "papers" int) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN cardinality("topics") > 0 OR "papers" IS NOT NULL
        THEN md5(array_to_string("topics", E'\n') || E'\n' || "topics_only" || E'\n' || coalesce("papers", 0)) END
$$;

ALTER TABLE "subscriber" ADD COLUMN "list_key" text
    GENERATED ALWAYS AS ("list_key"("topics", "topics_only", "papers")) STORED;

-- CreateTable
CREATE TABLE "topic_match" (
    "digest_id" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "ranks" INTEGER[],

    CONSTRAINT "topic_match_pkey" PRIMARY KEY ("digest_id","topic")
);

-- AddForeignKey
ALTER TABLE "topic_match" ADD CONSTRAINT "topic_match_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a topic looks for: its words, in any order and form, or a phrase in quotation marks.
CREATE FUNCTION "topic_query"("topic" text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT websearch_to_tsquery('english', "topic") || websearch_to_tsquery('simple', "topic")
$$;
