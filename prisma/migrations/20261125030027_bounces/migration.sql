-- AlterTable
ALTER TABLE "suppression" ADD COLUMN     "before" TEXT;

-- CreateTable
CREATE TABLE "bounce" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subscriber_id" INTEGER,
    "email_key" TEXT NOT NULL,
    "digest_id" INTEGER,
    "left_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT,
    "diagnostic" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "bounce_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "bounce_subscriber_id_idx" ON "bounce"("subscriber_id");

-- CreateIndex
CREATE INDEX "bounce_email_key_idx" ON "bounce"("email_key");

-- CreateIndex
CREATE INDEX "bounce_created_at_idx" ON "bounce"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "bounce_source_event_id_key" ON "bounce"("source", "event_id");

-- AddForeignKey
ALTER TABLE "bounce" ADD CONSTRAINT "bounce_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscriber"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "bounce"
    ADD CONSTRAINT "bounce_kind_check" CHECK ("kind" IN ('hard', 'soft', 'complaint', 'unsubscribe')),
    ADD CONSTRAINT "bounce_email_key_check" CHECK ("email_key" = lower("email_key"));
