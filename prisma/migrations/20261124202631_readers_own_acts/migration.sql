-- AlterTable
ALTER TABLE "subscriber" ADD COLUMN     "return_until" TIMESTAMPTZ(3);

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

-- CreateIndex
CREATE INDEX "address_change_subscriber_id_idx" ON "address_change"("subscriber_id");

-- CreateIndex
CREATE INDEX "address_change_email_key_idx" ON "address_change"("email_key");

-- CreateIndex
CREATE INDEX "mail_address_idx" ON "mail"("address") WHERE (address is not null);

-- AddForeignKey
ALTER TABLE "address_change" ADD CONSTRAINT "address_change_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscriber"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "address_change"
    ADD CONSTRAINT "address_change_email_key_check" CHECK ("email_key" = lower("email")),
    ADD CONSTRAINT "address_change_done_check" CHECK ("done_at" IS NULL OR ("old_confirmed_at" IS NOT NULL AND "new_confirmed_at" IS NOT NULL));
