-- AlterTable
ALTER TABLE "digest" ADD COLUMN     "draft_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "operator" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "operator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator_session" (
    "hash" TEXT NOT NULL,
    "operator_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "operator_session_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "operator_act" (
    "id" SERIAL NOT NULL,
    "operator_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "act" TEXT NOT NULL,
    "thing" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "operator_act_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "operator_email_key_key" ON "operator"("email_key");

-- CreateIndex
CREATE INDEX "operator_session_operator_id_idx" ON "operator_session"("operator_id");

-- CreateIndex
CREATE INDEX "operator_act_operator_id_idx" ON "operator_act"("operator_id");

-- AddForeignKey
ALTER TABLE "operator_session" ADD CONSTRAINT "operator_session_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "operator"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operator_act" ADD CONSTRAINT "operator_act_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "operator"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Drafts that were there before go out at their time, as they did.
UPDATE "digest" SET "draft_since" = "created_at" WHERE "status" = 'draft';

ALTER TABLE "operator"
    ADD CONSTRAINT "operator_email_key_check" CHECK ("email_key" = lower("email"));
