-- AlterTable
ALTER TABLE "source_state" DROP COLUMN "checked_at",
DROP COLUMN "error",
DROP COLUMN "etag",
DROP COLUMN "last_count",
DROP COLUMN "last_modified",
DROP COLUMN "succeeded_at";

-- CreateTable
CREATE TABLE "paper_alias" (
    "id" INTEGER NOT NULL,
    "paper_id" INTEGER NOT NULL,

    CONSTRAINT "paper_alias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_fetch" (
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "papers" INTEGER,
    "error" TEXT,

    CONSTRAINT "source_fetch_pkey" PRIMARY KEY ("source","at")
);

-- CreateTable
CREATE TABLE "source_answer" (
    "url" TEXT NOT NULL,
    "etag" TEXT,
    "last_modified" TEXT,
    "body" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "source_answer_pkey" PRIMARY KEY ("url")
);

-- CreateIndex
CREATE INDEX "paper_alias_paper_id_idx" ON "paper_alias"("paper_id");

-- AddForeignKey
ALTER TABLE "paper_alias" ADD CONSTRAINT "paper_alias_paper_id_fkey" FOREIGN KEY ("paper_id") REFERENCES "paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;
