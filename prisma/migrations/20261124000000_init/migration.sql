-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "paper" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "arxiv_id" TEXT,
    "doi" TEXT,
    "title" TEXT NOT NULL,
    "title_key" TEXT NOT NULL,
    "abstract" TEXT NOT NULL DEFAULT '',
    "authors" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "author_count" INTEGER,
    "published_on" DATE,
    "listed_on" DATE NOT NULL,
    "upvotes" INTEGER,
    "comments" INTEGER,
    "url" TEXT,
    "pdf_url" TEXT,
    "code_url" TEXT,
    "project_url" TEXT,
    "categories" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "keywords" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "raw" JSONB,
    "edited" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "paper_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "paper_count" (
    "paper_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "upvotes" INTEGER,
    "comments" INTEGER,

    CONSTRAINT "paper_count_pkey" PRIMARY KEY ("paper_id","at")
);

-- CreateTable
CREATE TABLE "source_state" (
    "source" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ(3),
    "succeeded_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "last_count" INTEGER,
    "next_request_at" TIMESTAMPTZ(3),
    "etag" TEXT,
    "last_modified" TEXT,

    CONSTRAINT "source_state_pkey" PRIMARY KEY ("source")
);

-- CreateTable
CREATE TABLE "subscriber" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "topics" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "topics_only" BOOLEAN NOT NULL DEFAULT false,
    "frequency" TEXT NOT NULL DEFAULT 'daily',
    "timezone" TEXT,
    "hour" INTEGER,
    "papers" INTEGER,
    "language" TEXT,
    "paused_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "active_since" TIMESTAMPTZ(3),
    "schedule_since" TIMESTAMPTZ(3),
    "confirmation_at" TIMESTAMPTZ(3),
    "reminder_at" TIMESTAMPTZ(3),
    "unsubscribed_at" TIMESTAMPTZ(3),
    "unsubscribe_reason" TEXT,

    CONSTRAINT "subscriber_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "confirmation" (
    "id" SERIAL NOT NULL,
    "subscriber_id" INTEGER NOT NULL,
    "preferences" JSONB,
    "page" TEXT,
    "client_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "confirmation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" SERIAL NOT NULL,
    "subscriber_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "page" TEXT,
    "client_hash" TEXT,
    "note" TEXT,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppression" (
    "email_key" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "evidence" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("email_key")
);

-- CreateTable
CREATE TABLE "erasure" (
    "email_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("email_hash")
);

-- CreateTable
CREATE TABLE "digest" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'daily',
    "date" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "subject" TEXT NOT NULL DEFAULT '',
    "issue_size" INTEGER NOT NULL DEFAULT 10,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3),
    "send_at" TIMESTAMPTZ(3),
    "paused_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "final_counts" JSONB,

    CONSTRAINT "digest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest_paper" (
    "digest_id" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "paper_id" INTEGER NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "content" JSONB NOT NULL,

    CONSTRAINT "digest_paper_pkey" PRIMARY KEY ("digest_id","rank")
);

-- CreateTable
CREATE TABLE "slot" (
    "digest_id" INTEGER NOT NULL,
    "timezone" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "cursor" INTEGER NOT NULL DEFAULT 0,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "slot_pkey" PRIMARY KEY ("digest_id","timezone","hour")
);

-- CreateTable
CREATE TABLE "selection" (
    "id" SERIAL NOT NULL,
    "digest_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "ranks" INTEGER[],

    CONSTRAINT "selection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "digest_id" INTEGER NOT NULL,
    "subscriber_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "selection_id" INTEGER,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "sender_id" INTEGER,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("digest_id","subscriber_id")
);

-- CreateTable
CREATE TABLE "mail" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subscriber_id" INTEGER,
    "address" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL DEFAULT 'queued',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "sender_id" INTEGER,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sender" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "lease_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sender_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "throttle" (
    "name" TEXT NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "until" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "inbox_message" (
    "id" SERIAL NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "date" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "size" INTEGER NOT NULL,
    "raw" BYTEA NOT NULL,

    CONSTRAINT "inbox_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret_key" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "secret_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "paper_arxiv_id_key" ON "paper"("arxiv_id");

-- CreateIndex
CREATE UNIQUE INDEX "paper_doi_key" ON "paper"("doi");

-- CreateIndex
CREATE INDEX "paper_listed_on_id_idx" ON "paper"("listed_on", "id");

-- CreateIndex
CREATE INDEX "paper_title_key_idx" ON "paper"("title_key");

-- CreateIndex
CREATE UNIQUE INDEX "subscriber_email_key_key" ON "subscriber"("email_key");

-- CreateIndex
CREATE INDEX "subscriber_timezone_hour_idx" ON "subscriber"("timezone", "hour") WHERE (status = 'active');

-- CreateIndex
CREATE INDEX "subscriber_schedule_since_idx" ON "subscriber"("schedule_since") WHERE (status = 'active');

-- CreateIndex
CREATE INDEX "subscriber_created_at_idx" ON "subscriber"("created_at") WHERE (status = 'pending');

-- CreateIndex
CREATE INDEX "confirmation_subscriber_id_idx" ON "confirmation"("subscriber_id");

-- CreateIndex
CREATE INDEX "consent_subscriber_id_idx" ON "consent"("subscriber_id");

-- CreateIndex
CREATE UNIQUE INDEX "digest_kind_date_key" ON "digest"("kind", "date");

-- CreateIndex
CREATE INDEX "digest_paper_paper_id_idx" ON "digest_paper"("paper_id");

-- CreateIndex
CREATE UNIQUE INDEX "digest_paper_kind_paper_id_key" ON "digest_paper"("kind", "paper_id");

-- CreateIndex
CREATE UNIQUE INDEX "selection_digest_id_key_key" ON "selection"("digest_id", "key");

-- CreateIndex
CREATE INDEX "delivery_queued_idx" ON "delivery"("digest_id", "subscriber_id") WHERE (state = 'queued');

-- CreateIndex
CREATE INDEX "delivery_deferred_idx" ON "delivery"("next_at") WHERE (state = 'deferred' or state = 'uncertain');

-- CreateIndex
CREATE INDEX "delivery_sending_idx" ON "delivery"("sender_id") WHERE (state = 'sending');

-- CreateIndex
CREATE INDEX "mail_subscriber_id_idx" ON "mail"("subscriber_id");

-- CreateIndex
CREATE INDEX "mail_queued_idx" ON "mail"("id") WHERE (state = 'queued');

-- CreateIndex
CREATE INDEX "mail_deferred_idx" ON "mail"("next_at") WHERE (state = 'deferred' or state = 'uncertain');

-- CreateIndex
CREATE INDEX "mail_sending_idx" ON "mail"("sender_id") WHERE (state = 'sending');

-- CreateIndex
CREATE UNIQUE INDEX "secret_key_key_key" ON "secret_key"("key");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- AddForeignKey
ALTER TABLE "paper_count" ADD CONSTRAINT "paper_count_paper_id_fkey" FOREIGN KEY ("paper_id") REFERENCES "paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "confirmation" ADD CONSTRAINT "confirmation_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscriber"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscriber"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_paper" ADD CONSTRAINT "digest_paper_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_paper" ADD CONSTRAINT "digest_paper_paper_id_fkey" FOREIGN KEY ("paper_id") REFERENCES "paper"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "slot" ADD CONSTRAINT "slot_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "selection" ADD CONSTRAINT "selection_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail" ADD CONSTRAINT "mail_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscriber"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Below this line: what Prisma's schema language cannot say.

ALTER TABLE "subscriber"
    ADD CONSTRAINT "subscriber_status_check" CHECK ("status" IN ('pending', 'active', 'paused', 'unsubscribed', 'bounced', 'complained')),
    ADD CONSTRAINT "subscriber_frequency_check" CHECK ("frequency" IN ('daily', 'weekdays', 'weekly')),
    ADD CONSTRAINT "subscriber_hour_check" CHECK ("hour" BETWEEN 0 AND 23),
    ADD CONSTRAINT "subscriber_papers_check" CHECK ("papers" BETWEEN 5 AND 25),
    ADD CONSTRAINT "subscriber_topics_check" CHECK (cardinality("topics") <= 20),
    ADD CONSTRAINT "subscriber_email_key_check" CHECK ("email_key" = lower("email")),
    ADD CONSTRAINT "subscriber_active_check" CHECK ("status" <> 'active' OR "active_since" IS NOT NULL);

ALTER TABLE "paper"
    ADD CONSTRAINT "paper_source_check" CHECK ("source" IN ('huggingface', 'arxiv', 'file', 'manual', 'sample')),
    ADD CONSTRAINT "paper_title_check" CHECK ("title" <> ''),
    ADD CONSTRAINT "paper_counts_check" CHECK ("upvotes" >= 0 AND "comments" >= 0 AND "author_count" >= 0);

ALTER TABLE "digest"
    ADD CONSTRAINT "digest_kind_check" CHECK ("kind" IN ('daily', 'weekly')),
    ADD CONSTRAINT "digest_status_check" CHECK ("status" IN ('draft', 'ready', 'sending', 'sent', 'paused', 'cancelled', 'skipped')),
    ADD CONSTRAINT "digest_monday_check" CHECK ("kind" <> 'weekly' OR extract(isodow FROM "date") = 1);

ALTER TABLE "digest_paper"
    ADD CONSTRAINT "digest_paper_rank_check" CHECK ("rank" BETWEEN 1 AND 200);

ALTER TABLE "delivery"
    ADD CONSTRAINT "delivery_state_check" CHECK ("state" IN ('queued', 'sending', 'sent', 'deferred', 'failed', 'skipped', 'uncertain')),
    ADD CONSTRAINT "delivery_sender_check" CHECK (("state" = 'sending') = ("sender_id" IS NOT NULL));

ALTER TABLE "mail"
    ADD CONSTRAINT "mail_state_check" CHECK ("state" IN ('queued', 'sending', 'sent', 'deferred', 'failed', 'skipped', 'uncertain')),
    ADD CONSTRAINT "mail_sender_check" CHECK (("state" = 'sending') = ("sender_id" IS NOT NULL)),
    ADD CONSTRAINT "mail_recipient_check" CHECK (("subscriber_id" IS NULL) <> ("address" IS NULL));

-- Rows of the outbox are updated three times each: room on the page, and an early vacuum.
ALTER TABLE "delivery" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- The first moment at which the clocks of a zone show this local time: the earlier one of a doubled
-- hour (AT TIME ZONE alone takes the later). A time that a gap leaves out moves on by the gap.
CREATE FUNCTION "first_instant"("local" timestamp, "zone" text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT min(t) FROM (
        SELECT "local" AT TIME ZONE "zone" AS t
        UNION ALL
        SELECT earlier FROM (VALUES (interval '30 minutes'), (interval '1 hour'), (interval '2 hours')) AS shift(by),
            LATERAL (SELECT ("local" AT TIME ZONE "zone") - shift.by AS earlier) AS candidate
        WHERE earlier AT TIME ZONE "zone" = "local"
    ) AS instants
$$;

-- The first time at or after "start" that the zone's clocks show "at": when a digest is due for a slot.
CREATE FUNCTION "first_occurrence"("start" timestamptz, "at" time, "zone" text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT min(instant) FROM (
        SELECT "first_instant"(("start" AT TIME ZONE "zone")::date + day + "at", "zone") AS instant
        FROM generate_series(-1, 2) AS day
    ) AS instants
    WHERE instant >= "start"
$$;

-- Array elements as one text. (array_to_string itself is not immutable, because of other element types.)
CREATE FUNCTION "words_of"("words" text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT array_to_string("words", ' ') $$;

ALTER TABLE "paper" ADD COLUMN "search" tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', "title"), 'A') ||
    setweight(to_tsvector('english', "words_of"("keywords")), 'B') ||
    setweight(to_tsvector('simple', "words_of"("authors") || ' ' || "words_of"("categories")), 'B') ||
    setweight(to_tsvector('english', "abstract"), 'C')
) STORED;

CREATE INDEX "paper_search_idx" ON "paper" USING gin ("search");

-- A search box's text as a query: websearch syntax, and the last word also as a prefix where it is a plain one.
CREATE FUNCTION "search_query"("text" text) RETURNS tsquery
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN "text" ~ '[[:alnum:]]{2,}$' AND NOT "text" ~ '(["-][^" ]*|\mor)$'
        THEN websearch_to_tsquery('english', regexp_replace("text", '[[:alnum:]]+$', ''))
            && (to_tsquery('simple', lower((regexp_match("text", '[[:alnum:]]+$'))[1]) || ':*')
                || websearch_to_tsquery('english', (regexp_match("text", '[[:alnum:]]+$'))[1]))
        ELSE websearch_to_tsquery('english', "text") || websearch_to_tsquery('simple', "text") END
$$;
