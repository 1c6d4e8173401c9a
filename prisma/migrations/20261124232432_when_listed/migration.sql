-- Papers that are there count as listed long ago, but for those of the last days: when they came. (A constant is set without
-- rewriting the table.)
ALTER TABLE "paper" ADD COLUMN "listed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT 'epoch';
ALTER TABLE "paper" ALTER COLUMN "listed_at" SET DEFAULT CURRENT_TIMESTAMP;
UPDATE "paper" SET "listed_at" = "created_at" WHERE "listed_on" > current_date - 8;
