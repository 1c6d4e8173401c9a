-- Extensions
-- pg_trgm finds mistyped words. It ships with Postgres (Debian: postgresql-contrib) and is trusted: the owner of the
-- database may create it.
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
    RAISE EXCEPTION 'Daily Papers needs the Postgres extension pg_trgm (%). Install Postgres'' contrib package if it is missing, then run as a superuser, in this database: create extension pg_trgm', SQLERRM;
END $$;
-- End of extensions.
-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "subscriber_status" AS ENUM ('pending', 'active', 'paused', 'unsubscribed', 'bounced', 'complained');

-- CreateEnum
CREATE TYPE "frequency" AS ENUM ('daily', 'weekdays', 'weekly');

-- CreateEnum
CREATE TYPE "digest_kind" AS ENUM ('daily', 'weekly');

-- CreateEnum
CREATE TYPE "digest_status" AS ENUM ('draft', 'ready', 'sending', 'sent', 'paused', 'cancelled', 'skipped');

-- CreateEnum
CREATE TYPE "delivery_state" AS ENUM ('queued', 'sending', 'sent', 'deferred', 'failed', 'skipped', 'uncertain');

-- CreateEnum
CREATE TYPE "bounce_kind" AS ENUM ('hard', 'soft', 'refused', 'complaint', 'unsubscribe');

-- CreateEnum
CREATE TYPE "journal_action" AS ENUM ('left', 'erased', 'suppressed', 'lifted');

-- CreateEnum
CREATE TYPE "job_kind" AS ENUM ('subscribers', 'papers', 'fetch');

-- CreateEnum
CREATE TYPE "operator_role" AS ENUM ('viewer', 'editor', 'owner');

-- CreateTable
CREATE TABLE "subscriber_import" (
    "id" SERIAL NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subscriber_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscriber_import_row" (
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "email_hashes" TEXT[],
    "mailbox" TEXT,
    "target" TEXT NOT NULL,
    "confirm" BOOLEAN NOT NULL,
    "columns" JSONB NOT NULL,
    "preferences" JSONB NOT NULL,
    "consents" JSONB NOT NULL,
    "suppression" JSONB,
    "merged_into" INTEGER,

    CONSTRAINT "subscriber_import_row_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateTable
CREATE TABLE "paper" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "arxiv_id" TEXT,
    "doi" TEXT,
    "title" TEXT NOT NULL,
    "title_key" TEXT NOT NULL,
    "abstract" TEXT NOT NULL DEFAULT '',
    "summary" TEXT,
    "authors" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "author_count" INTEGER,
    "organization" TEXT,
    "published_on" DATE,
    "listed_on" DATE NOT NULL,
    "upvotes" INTEGER,
    "comments" INTEGER,
    "stars" INTEGER,
    "url" TEXT,
    "pdf_url" TEXT,
    "code_url" TEXT,
    "project_url" TEXT,
    "thumbnail_url" TEXT,
    "categories" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "keywords" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "edited_fields" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "listed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "paper_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_word" (
    "word" TEXT COLLATE "C" NOT NULL,
    "lexeme" TEXT NOT NULL,
    "papers" INTEGER NOT NULL,

    CONSTRAINT "search_word_pkey" PRIMARY KEY ("word","lexeme")
) WITH (fillfactor = 80);

-- CreateTable
CREATE TABLE "paper_count" (
    "paper_id" INTEGER NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "upvotes" INTEGER,
    "comments" INTEGER,

    CONSTRAINT "paper_count_pkey" PRIMARY KEY ("paper_id","observed_at")
);

-- CreateTable
CREATE TABLE "paper_alias" (
    "id" INTEGER NOT NULL,
    "paper_id" INTEGER NOT NULL,

    CONSTRAINT "paper_alias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_state" (
    "source" TEXT NOT NULL,
    "next_request_at" TIMESTAMPTZ(3),

    CONSTRAINT "source_state_pkey" PRIMARY KEY ("source")
);

-- CreateTable
CREATE TABLE "source_position" (
    "source" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "received" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "paper_ids" INTEGER[],

    CONSTRAINT "source_position_pkey" PRIMARY KEY ("source")
);

-- CreateTable
CREATE TABLE "source_fetch" (
    "source" TEXT NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,
    "papers" INTEGER,
    "failure" JSONB,

    CONSTRAINT "source_fetch_pkey" PRIMARY KEY ("source","fetched_at")
);

-- CreateTable
CREATE TABLE "cached_response" (
    "url" TEXT NOT NULL,
    "etag" TEXT,
    "last_modified" TEXT,
    "body" BYTEA NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cached_response_pkey" PRIMARY KEY ("url")
);

-- CreateTable
CREATE TABLE "subscriber" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "status" "subscriber_status" NOT NULL DEFAULT 'pending',
    "status_before" "subscriber_status",
    "topics" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "topics_only" BOOLEAN NOT NULL DEFAULT false,
    "frequency" "frequency" NOT NULL DEFAULT 'daily',
    "timezone" TEXT,
    "hour" INTEGER,
    "papers" INTEGER,
    "notify_when_empty" BOOLEAN NOT NULL DEFAULT false,
    "language" TEXT,
    "paused_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "active_since" TIMESTAMPTZ(3),
    "schedule_since" TIMESTAMPTZ(3),
    "confirmation_queued_at" TIMESTAMPTZ(3),
    "reminder_queued_at" TIMESTAMPTZ(3),
    "unsubscribed_at" TIMESTAMPTZ(3),
    "unsubscribe_reason" TEXT,
    "unsubscribe_comment" TEXT,
    "undo_expires_at" TIMESTAMPTZ(3),
    "previous_email_hashes" TEXT[] DEFAULT ARRAY[]::TEXT[],

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
    "send_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "confirmation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox_throttle" (
    "mailbox" TEXT NOT NULL,
    "emails" INTEGER NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mailbox_throttle_pkey" PRIMARY KEY ("mailbox")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" SERIAL NOT NULL,
    "subscriber_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "event" TEXT,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "page" TEXT,
    "client_hash" TEXT,
    "note" TEXT,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_change" (
    "id" SERIAL NOT NULL,
    "subscriber_id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "old_confirmed_at" TIMESTAMPTZ(3),
    "new_confirmed_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "address_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppression" (
    "id" SERIAL NOT NULL,
    "email_key" TEXT,
    "email_hash" TEXT,
    "reason" TEXT NOT NULL,
    "evidence" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bounce" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "kind" "bounce_kind" NOT NULL,
    "subscriber_id" INTEGER,
    "email_key" TEXT NOT NULL,
    "digest_id" INTEGER,
    "email_sent_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT,
    "class" TEXT,
    "rule" TEXT,
    "diagnostic" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "bounce_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bounce_alert" (
    "digest_id" INTEGER NOT NULL,
    "ignored_rules" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "bounce_alert_pkey" PRIMARY KEY ("digest_id")
);

-- CreateTable
CREATE TABLE "webhook_nonce" (
    "nonce" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_nonce_pkey" PRIMARY KEY ("nonce")
);

-- CreateTable
CREATE TABLE "erasure" (
    "email_hash" TEXT NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("email_hash")
);

-- CreateTable
CREATE TABLE "journal_entry" (
    "id" SERIAL NOT NULL,
    "action" "journal_action" NOT NULL,
    "email_key" TEXT,
    "hashes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "reason" TEXT,
    "evidence" TEXT,
    "happened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "journal_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "journal_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "database" UUID NOT NULL DEFAULT gen_random_uuid(),
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "held_at" TIMESTAMPTZ(3),

    CONSTRAINT "journal_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest" (
    "id" SERIAL NOT NULL,
    "kind" "digest_kind" NOT NULL DEFAULT 'daily',
    "date" DATE NOT NULL,
    "status" "digest_status" NOT NULL,
    "reason" TEXT,
    "reason_params" JSONB NOT NULL DEFAULT '{}',
    "subject" TEXT NOT NULL DEFAULT '',
    "is_subject_edited" BOOLEAN NOT NULL DEFAULT false,
    "issue_size" INTEGER NOT NULL DEFAULT 10,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3),
    "drafted_at" TIMESTAMPTZ(3),
    "overdue_alert_at" TIMESTAMPTZ(3),
    "send_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "retried_at" TIMESTAMPTZ(3),
    "final_counts" JSONB,

    CONSTRAINT "digest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest_paper" (
    "digest_id" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
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
CREATE TABLE "selection_key" (
    "digest_id" INTEGER NOT NULL,
    "reader_key" UUID NOT NULL,
    "selection_id" INTEGER,
    "is_empty" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "selection_key_pkey" PRIMARY KEY ("digest_id","reader_key")
);

-- CreateTable
CREATE TABLE "topic_match" (
    "digest_id" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "ranks" INTEGER[],

    CONSTRAINT "topic_match_pkey" PRIMARY KEY ("digest_id","topic")
);

-- CreateTable
CREATE TABLE "delivery" (
    "digest_id" INTEGER NOT NULL,
    "subscriber_id" INTEGER NOT NULL,
    "state" "delivery_state" NOT NULL DEFAULT 'queued',
    "selection_id" INTEGER,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "sender_id" INTEGER,
    "fencing_token" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "detail" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "relay_id" SMALLINT,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("digest_id","subscriber_id")
);

-- CreateTable
CREATE TABLE "transactional_email" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subscriber_id" INTEGER,
    "address" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',
    "state" "delivery_state" NOT NULL DEFAULT 'queued',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "sender_id" INTEGER,
    "fencing_token" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "detail" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "relay_id" SMALLINT,

    CONSTRAINT "transactional_email_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sender" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sender_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "relay" (
    "id" SMALLSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "first_used_on" DATE,
    "counted_on" DATE,
    "counted" INTEGER NOT NULL DEFAULT 0,
    "accepted" BIGINT NOT NULL DEFAULT 0,
    "refused" BIGINT NOT NULL DEFAULT 0,
    "deferred" BIGINT NOT NULL DEFAULT 0,
    "unreachable_since" TIMESTAMPTZ(3),
    "paused_until" TIMESTAMPTZ(3),
    "pause_detail" TEXT,

    CONSTRAINT "relay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "send_rate_limiter" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "tokens" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "refilled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "share" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "share_changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '-infinity',

    CONSTRAINT "send_rate_limiter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "daily_quota_bucket" (
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "daily_quota_bucket_pkey" PRIMARY KEY ("starts_at")
);

-- CreateTable
CREATE TABLE "recipient_domain" (
    "domain" TEXT NOT NULL,
    "paused_until" TIMESTAMPTZ(3),
    "pause_detail" TEXT,
    "next_turn_at" TIMESTAMPTZ(3),

    CONSTRAINT "recipient_domain_pkey" PRIMARY KEY ("domain")
);

-- CreateTable
CREATE TABLE "scheduler_heartbeat" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "alive_until" TIMESTAMPTZ(3),

    CONSTRAINT "scheduler_heartbeat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sent_alert" (
    "event" TEXT NOT NULL,
    "quiet_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sent_alert_pkey" PRIMARY KEY ("event")
);

-- CreateTable
CREATE UNLOGGED TABLE "rate_limit" (
    "name" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "inbox_message" (
    "id" SERIAL NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "size" INTEGER NOT NULL,
    "raw" BYTEA NOT NULL,

    CONSTRAINT "inbox_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret_key" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,

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
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" "operator_role" NOT NULL,
    "timezone" TEXT,
    "totp_secret" TEXT,
    "totp_step" INTEGER,
    "recovery_hashes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "operator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator_session" (
    "id" SERIAL NOT NULL,
    "token_hash" TEXT NOT NULL,
    "operator_id" INTEGER NOT NULL,
    "user_agent" TEXT NOT NULL DEFAULT '',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "operator_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator_invite" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "role" "operator_role" NOT NULL,
    "invited_by" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "operator_invite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" SERIAL NOT NULL,
    "operator_id" INTEGER,
    "operator_email" TEXT,
    "api_key" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job" (
    "id" SERIAL NOT NULL,
    "kind" "job_kind" NOT NULL,
    "options" JSONB NOT NULL DEFAULT '{}',
    "report" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
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
CREATE INDEX "paper_authors_idx" ON "paper" USING GIN ("authors");

-- CreateIndex
CREATE INDEX "search_word_lexeme_idx" ON "search_word"("lexeme");

-- CreateIndex
CREATE INDEX "search_word_trigram_idx" ON "search_word" USING GIN ("word" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "paper_alias_paper_id_idx" ON "paper_alias"("paper_id");

-- CreateIndex
CREATE INDEX "cached_response_fetched_at_idx" ON "cached_response"("fetched_at");

-- CreateIndex
CREATE UNIQUE INDEX "subscriber_email_key_key" ON "subscriber"("email_key");

-- CreateIndex
CREATE INDEX "subscriber_timezone_hour_idx" ON "subscriber"("timezone", "hour") WHERE (status = 'active');

-- CreateIndex
CREATE INDEX "subscriber_schedule_since_idx" ON "subscriber"("schedule_since") WHERE (status = 'active' and schedule_since is not null);

-- CreateIndex
CREATE INDEX "subscriber_created_at_idx" ON "subscriber"("created_at") WHERE (status = 'pending');

-- CreateIndex
CREATE INDEX "subscriber_status_id_idx" ON "subscriber"("status", "id");

-- CreateIndex
CREATE INDEX "subscriber_previous_email_hashes_idx" ON "subscriber"("id") WHERE (previous_email_hashes <> '{}'::text[]);

-- CreateIndex
CREATE INDEX "confirmation_subscriber_id_idx" ON "confirmation"("subscriber_id");

-- CreateIndex
CREATE INDEX "consent_subscriber_id_given_at_id_idx" ON "consent"("subscriber_id", "given_at", "id");

-- CreateIndex
CREATE INDEX "address_change_subscriber_id_idx" ON "address_change"("subscriber_id");

-- CreateIndex
CREATE INDEX "address_change_email_key_idx" ON "address_change"("email_key");

-- CreateIndex
CREATE UNIQUE INDEX "suppression_email_key_key" ON "suppression"("email_key");

-- CreateIndex
CREATE UNIQUE INDEX "suppression_email_hash_key" ON "suppression"("email_hash");

-- CreateIndex
CREATE INDEX "bounce_subscriber_id_idx" ON "bounce"("subscriber_id");

-- CreateIndex
CREATE INDEX "bounce_email_key_idx" ON "bounce"("email_key");

-- CreateIndex
CREATE INDEX "bounce_created_at_idx" ON "bounce"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "bounce_source_event_id_key" ON "bounce"("source", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "digest_kind_date_key" ON "digest"("kind", "date");

-- CreateIndex
CREATE INDEX "digest_paper_paper_id_idx" ON "digest_paper"("paper_id");

-- CreateIndex
CREATE UNIQUE INDEX "selection_digest_id_key_key" ON "selection"("digest_id", "key");

-- CreateIndex
CREATE INDEX "delivery_queued_idx" ON "delivery"("digest_id", "subscriber_id") WHERE (state = 'queued');

-- CreateIndex
CREATE INDEX "delivery_deferred_idx" ON "delivery"("next_at") WHERE (state = 'deferred' or state = 'uncertain');

-- CreateIndex
CREATE INDEX "delivery_sending_idx" ON "delivery"("sender_id") WHERE (state = 'sending');

-- CreateIndex
CREATE INDEX "transactional_email_subscriber_id_idx" ON "transactional_email"("subscriber_id");

-- CreateIndex
CREATE INDEX "transactional_email_address_idx" ON "transactional_email"("address") WHERE (address is not null);

-- CreateIndex
CREATE INDEX "transactional_email_queued_idx" ON "transactional_email"("id") WHERE (state = 'queued');

-- CreateIndex
CREATE INDEX "transactional_email_deferred_idx" ON "transactional_email"("next_at") WHERE (state = 'deferred' or state = 'uncertain');

-- CreateIndex
CREATE INDEX "transactional_email_sending_idx" ON "transactional_email"("sender_id") WHERE (state = 'sending');

-- CreateIndex
CREATE UNIQUE INDEX "relay_name_key" ON "relay"("name");

-- CreateIndex
CREATE UNIQUE INDEX "secret_key_key_key" ON "secret_key"("key");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "operator_email_key_key" ON "operator"("email_key");

-- CreateIndex
CREATE UNIQUE INDEX "operator_session_token_hash_key" ON "operator_session"("token_hash");

-- CreateIndex
CREATE INDEX "operator_session_operator_id_idx" ON "operator_session"("operator_id");

-- CreateIndex
CREATE UNIQUE INDEX "operator_invite_email_key_key" ON "operator_invite"("email_key");

-- CreateIndex
CREATE INDEX "audit_event_operator_id_idx" ON "audit_event"("operator_id");

-- CreateIndex
CREATE INDEX "job_created_at_idx" ON "job"("created_at");

-- AddForeignKey
ALTER TABLE "paper_count" ADD CONSTRAINT "paper_count_paper_id_fkey" FOREIGN KEY ("paper_id") REFERENCES "paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "paper_alias" ADD CONSTRAINT "paper_alias_paper_id_fkey" FOREIGN KEY ("paper_id") REFERENCES "paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "confirmation" ADD CONSTRAINT "confirmation_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscriber"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscriber"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "address_change" ADD CONSTRAINT "address_change_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscriber"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bounce" ADD CONSTRAINT "bounce_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscriber"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bounce_alert" ADD CONSTRAINT "bounce_alert_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_paper" ADD CONSTRAINT "digest_paper_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_paper" ADD CONSTRAINT "digest_paper_paper_id_fkey" FOREIGN KEY ("paper_id") REFERENCES "paper"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "slot" ADD CONSTRAINT "slot_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "selection" ADD CONSTRAINT "selection_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "topic_match" ADD CONSTRAINT "topic_match_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transactional_email" ADD CONSTRAINT "transactional_email_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscriber"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operator_session" ADD CONSTRAINT "operator_session_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "operator"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operator_invite" ADD CONSTRAINT "operator_invite_invited_by_fkey" FOREIGN KEY ("invited_by") REFERENCES "operator"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "operator"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Below: what the schema language of Prisma cannot express.

-- lower() follows the locale of the database: in Turkish, lower('I') is 'ı'. Addresses are ASCII, and
-- COLLATE "C" makes their keys the same everywhere.
ALTER TABLE "subscriber"
    ADD CONSTRAINT "subscriber_hour_check" CHECK ("hour" BETWEEN 0 AND 23),
    ADD CONSTRAINT "subscriber_papers_check" CHECK ("papers" BETWEEN 5 AND 25),
    ADD CONSTRAINT "subscriber_topics_check" CHECK (cardinality("topics") <= 20),
    ADD CONSTRAINT "subscriber_email_key_check" CHECK ("email_key" = lower("email" COLLATE "C")),
    ADD CONSTRAINT "subscriber_active_check" CHECK ("status" <> 'active' OR "active_since" IS NOT NULL);

ALTER TABLE "paper"
    ADD CONSTRAINT "paper_title_check" CHECK ("title" <> ''),
    ADD CONSTRAINT "paper_counts_check" CHECK ("upvotes" >= 0 AND "comments" >= 0 AND "author_count" >= 0 AND "stars" >= 0);

ALTER TABLE "digest"
    ADD CONSTRAINT "digest_monday_check" CHECK ("kind" <> 'weekly' OR extract(isodow FROM "date") = 1),
    ADD CONSTRAINT "digest_frozen_check" CHECK ("status" NOT IN ('draft', 'skipped') OR "ready_at" IS NULL);

ALTER TABLE "digest_paper"
    ADD CONSTRAINT "digest_paper_rank_check" CHECK ("rank" BETWEEN 1 AND 2000);

ALTER TABLE "delivery"
    ADD CONSTRAINT "delivery_sender_check" CHECK (("state" = 'sending') = ("sender_id" IS NOT NULL));

ALTER TABLE "transactional_email"
    ADD CONSTRAINT "transactional_email_sender_check" CHECK (("state" = 'sending') = ("sender_id" IS NOT NULL)),
    ADD CONSTRAINT "transactional_email_recipient_check" CHECK (("subscriber_id" IS NULL) <> ("address" IS NULL));

ALTER TABLE "send_rate_limiter" ADD CONSTRAINT "send_rate_limiter_one_row_check" CHECK ("id" = 1);
INSERT INTO "send_rate_limiter" DEFAULT VALUES;

ALTER TABLE "scheduler_heartbeat" ADD CONSTRAINT "scheduler_heartbeat_one_row_check" CHECK ("id" = 1);

ALTER TABLE "journal_state" ADD CONSTRAINT "journal_state_one_row_check" CHECK ("id" = 1);

-- Triggers write the entries: they cover every way of leaving, and an entry exists exactly if its transaction was
-- committed.
CREATE FUNCTION "note_left"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "journal_entry" ("action", "email_key", "hashes") VALUES ('left', NEW."email_key", NEW."previous_email_hashes");
    RETURN NULL;
END $$;

CREATE TRIGGER "subscriber_left" AFTER UPDATE OF "status" ON "subscriber" FOR EACH ROW
    WHEN (OLD."status" IN ('pending', 'active', 'paused', 'bounced') AND NEW."status" IN ('unsubscribed', 'complained'))
    EXECUTE FUNCTION "note_left"();

CREATE FUNCTION "note_erased"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "journal_entry" ("action", "hashes") SELECT 'erased', ARRAY["email_hash"] FROM added;
    RETURN NULL;
END $$;

CREATE TRIGGER "erasure_noted" AFTER INSERT ON "erasure" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "note_erased"();

CREATE FUNCTION "note_suppressed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "journal_entry" ("action", "email_key", "hashes", "reason", "evidence")
    SELECT 'suppressed', "email_key", array_remove(ARRAY["email_hash"], NULL), "reason", "evidence"
    FROM written WHERE "ends_at" IS NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER "suppression_added" AFTER INSERT ON "suppression" REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION "note_suppressed"();
CREATE TRIGGER "suppression_changed" AFTER UPDATE ON "suppression" REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION "note_suppressed"();

CREATE FUNCTION "note_lifted"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "journal_entry" ("action", "email_key", "hashes")
    VALUES ('lifted', OLD."email_key", array_remove(ARRAY[OLD."email_hash"], NULL));
    RETURN NULL;
END $$;

CREATE TRIGGER "suppression_deleted" AFTER DELETE ON "suppression" FOR EACH ROW
    WHEN (OLD."ends_at" IS NULL) EXECUTE FUNCTION "note_lifted"();
CREATE TRIGGER "suppression_lifted" AFTER UPDATE OF "ends_at" ON "suppression" FOR EACH ROW
    WHEN (OLD."ends_at" IS NULL AND NEW."ends_at" IS NOT NULL) EXECUTE FUNCTION "note_lifted"();

-- Each delivery is updated three times: leave room on its page and vacuum early.
ALTER TABLE "delivery" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- The first time at which the clocks of a zone show this local time: the earlier one if the hour is repeated (AT TIME
-- ZONE returns the later one). A time that a clock change skips moves forward by the skipped duration.
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

-- The preferences that determine a list, as one key: readers with the same key share a selection. Null means the
-- unchanged issue.
CREATE FUNCTION "list_key"("topics" text[], "topics_only" boolean, "papers" int) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN cardinality("topics") > 0 OR "papers" IS NOT NULL
        THEN md5(array_to_string("topics", E'\n') || E'\n' || "topics_only" || E'\n' || coalesce("papers", 0)) END
$$;

ALTER TABLE "subscriber" ADD COLUMN "list_key" text
    GENERATED ALWAYS AS ("list_key"("topics", "topics_only", "papers")) STORED;

ALTER TABLE "address_change"
    ADD CONSTRAINT "address_change_email_key_check" CHECK ("email_key" = lower("email" COLLATE "C")),
    ADD CONSTRAINT "address_change_done_check" CHECK ("done_at" IS NULL OR ("old_confirmed_at" IS NOT NULL AND "new_confirmed_at" IS NOT NULL));

ALTER TABLE "bounce"
    ADD CONSTRAINT "bounce_email_key_check" CHECK ("email_key" = lower("email_key" COLLATE "C"));

ALTER TABLE "suppression"
    ADD CONSTRAINT "suppression_address_check" CHECK (num_nonnulls("email_key", "email_hash") = 1);

-- Bounces of test copies and other emails to an address that is not a subscriber's have no foreign key that would
-- delete them with the address.
CREATE FUNCTION "delete_bounces"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "bounce" WHERE "email_key" = OLD."email_key" AND "subscriber_id" IS NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER "subscriber_bounces" AFTER DELETE ON "subscriber" FOR EACH ROW EXECUTE FUNCTION "delete_bounces"();
CREATE TRIGGER "address_bounces" AFTER UPDATE OF "email_key" ON "subscriber" FOR EACH ROW
    WHEN (OLD."email_key" <> NEW."email_key") EXECUTE FUNCTION "delete_bounces"();

ALTER TABLE "operator"
    ADD CONSTRAINT "operator_email_key_check" CHECK ("email_key" = lower("email" COLLATE "C"));
ALTER TABLE "operator_invite"
    ADD CONSTRAINT "operator_invite_email_key_check" CHECK ("email_key" = lower("email" COLLATE "C"));

-- Notifies web processes, which cache public pages, that papers or digests changed. Postgres sends one notification per
-- transaction.
CREATE FUNCTION "notify_pages"() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('pages', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER "paper_pages" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "paper"
    FOR EACH STATEMENT EXECUTE FUNCTION "notify_pages"();

CREATE TRIGGER "digest_pages" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "digest"
    FOR EACH STATEMENT EXECUTE FUNCTION "notify_pages"();

CREATE TRIGGER "digest_paper_pages" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "digest_paper"
    FOR EACH STATEMENT EXECUTE FUNCTION "notify_pages"();

-- The lexemes of the month, quarter and year of a listing, such as #2026-03, #2026q1 and #2026: no text has a lexeme that
-- begins with #. A search for a common word reads the newest of them only.
CREATE FUNCTION "listing_lexemes"("listed_on" date) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY[
        '#' || year, '#' || year || 'q' || extract(quarter FROM "listed_on"),
        '#' || year || '-' || lpad(extract(month FROM "listed_on")::text, 2, '0')])
    FROM (SELECT lpad(extract(year FROM "listed_on")::text, 4, '0') AS year) AS listing
$$;

-- Long values (the abstract and its vector) are stored out of line, so that reading 5,000 scattered rows of a million
-- takes 10 ms.
ALTER TABLE "paper" SET (toast_tuple_target = 1024);
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

-- The distinct words of a text in lower case, not stemmed.
CREATE FUNCTION "words_written"("text" text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT unnest(tsvector_to_array(to_tsvector('simple', "text"))) $$;

-- The lexeme in "search" of a word as written: words with digits and names are not stemmed. Null for a stop word, a
-- number or an address.
CREATE FUNCTION "lexeme_of"("word" text, "is_name" boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN "word" !~ '^[[:alpha:]][[:alnum:]-]{1,39}$' THEN null
        WHEN "is_name" OR "word" ~ '\d' THEN "word"
        ELSE (ts_lexize('english_stem', "word"))[1] END
$$;

-- Inserts in the order of the key, so that two concurrent transactions cannot deadlock.
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

-- A changed paper adds only words that are new to the table: the counts are estimates.
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

-- Any of these lexemes; null if there are none.
CREATE FUNCTION "any_lexeme"("lexemes" text[]) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(DISTINCT '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery
    FROM unnest("lexemes") AS lexeme
$$;

-- The lexemes that a query requires, without those that it excludes.
CREATE FUNCTION "lexemes_of"("query" tsquery) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT replace(replace(quoted[1], '''''', ''''), '\\', '\'))
    FROM regexp_matches(querytree("query"), '''((?:[^'']|'''')*)''', 'g') AS quoted
$$;

-- The lexemes of words that begin with these letters: the ten most common, without those a hundred times rarer than the
-- first. (Each further one is looked up in every period and ranked in every paper.)
CREATE FUNCTION "prefix_lexemes"("letters" text) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT array_agg(lexeme) FROM (
        SELECT lexeme, sum(papers) AS papers, max(sum(papers)) OVER () AS highest FROM "search_word"
        WHERE word >= "letters" COLLATE "C" AND word < "letters" || U&'\+10FFFF' COLLATE "C"
        GROUP BY lexeme ORDER BY papers DESC, lexeme LIMIT 10
    ) AS common WHERE papers * 100 >= highest
$$;

-- A word as a query: its stem, as in texts, or the word itself, as in names. Empty for a stop word.
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
-- If only stop words remain, they are searched as names. Empty if there is no word.
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
        -- Phones and keyboards of some languages type typographic quotes.
        FROM regexp_matches(translate("text", '“”„‟«»「」＂', '"""""""""'), '(-?)(?:"([^"]*)"?|([^\s"]+))', 'g') WITH ORDINALITY AS pieces(piece, place)
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

-- Periods in which papers were listed, newest first, each as the query for its lexeme. They begin with this unit
-- (1 month, 2 quarter, 3 year): months for half a year, then quarters up to a year and a half, then years.
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
        -- Only years with papers: a paper of the year 9999 would add thousands of them.
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

-- The approximate number of matching papers, from the planner's statistics.
CREATE FUNCTION "estimated_matches"("query" tsquery) RETURNS double precision
LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM paper WHERE search @@ %L::tsquery', "query") INTO plan;
    RETURN plan -> 0 -> 'Plan' -> 'Plan Rows';
END $$;

-- A topic is parsed like a search, but its last word is complete.
CREATE FUNCTION "topic_query"("topic" text) RETURNS tsquery
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT "search_query"("topic" || ' ') $$;

-- The newest matching papers, with the values that order them. Papers of a rare word are all read and sorted. For a
-- common one (8,000 papers or more) the index is read by periods, newest first, until there are enough; a period holds
-- about 2,500 of them. "rank" is that of the head for "words". Only papers up to "top_id" and, if they are read by date,
-- after a position in that order.
CREATE FUNCTION "newest_matches"(
    "query" tsquery, "words" tsquery, "from_day" date, "to_day" date, "category" text,
    "top_id" int, "after_day" date, "after_id" int, "maximum" int
)
RETURNS TABLE ("id" int, "listed_on" date, "rank" real, "upvotes" int, "comments" int, "has_code" boolean, "updated_at" timestamptz)
LANGUAGE plpgsql SET jit = off SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    listed tsquery;
    added int;
    missing int := "maximum";
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
                -- Most papers match only by their abstract: checking this first takes a third of the time of ranking.
                SELECT paper.id, paper.listed_on,
                    CASE WHEN "words" IS NULL THEN null WHEN head @@ "words" THEN ts_rank(head, "words") ELSE 0 END,
                    upvotes, comments, code_url IS NOT NULL, updated_at
                FROM paper
                WHERE search @@ coalesce("query" && listed, "query")
                    AND ("from_day" IS NULL OR listed_on >= "from_day") AND ("to_day" IS NULL OR listed_on <= "to_day")
                    -- An exact match first: comparing without case takes 20 µs.
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

-- The logarithm that trending uses: each doubling adds one.
CREATE FUNCTION "doublings"("count" int) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ln(1 + "count"::double precision) / ln(2::double precision) $$;

-- When papers are merged, the digests of the merged paper refer to the remaining one.
CREATE FUNCTION "follow_alias"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "digest_paper" SET "paper_id" = NEW."paper_id" WHERE "paper_id" = NEW."id";
    RETURN NULL;
END $$;

CREATE TRIGGER "paper_alias_digests" AFTER INSERT ON "paper_alias"
    FOR EACH ROW EXECUTE FUNCTION "follow_alias"();

-- Lists being imported are written once, read once, and uploaded again after a crash.
ALTER TABLE "subscriber_import_row" SET UNLOGGED;

-- Merges objects; a later value of a key replaces an earlier one.
CREATE AGGREGATE "jsonb_merge"(jsonb) (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '{}');

-- Exports write an apostrophe before a text that a spreadsheet would evaluate as a formula.
CREATE FUNCTION "csv_text"("value" text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN "value" ~ '^[=+@\t\r＝＋－＠-]' THEN '''' || "value" ELSE "value" END
$$;

-- A time in ISO 8601, in UTC, with DateStyle ISO: to_char takes 1.4 times as long. STABLE like the cast: otherwise it
-- would not be inlined and would take ten times as long.
CREATE FUNCTION "iso_time"("value" timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT replace(("value" AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
$$;
