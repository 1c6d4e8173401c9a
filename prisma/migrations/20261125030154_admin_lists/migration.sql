-- CreateTable
CREATE TABLE "operator_job" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "options" JSONB NOT NULL DEFAULT '{}',
    "body" BYTEA,
    "report" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "started_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "operator_job_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "subscriber_status_id_idx" ON "subscriber"("status", "id");

-- CreateIndex
CREATE INDEX "subscriber_email_trigram_idx" ON "subscriber" USING GIN ("email_key" gin_trgm_ops);
