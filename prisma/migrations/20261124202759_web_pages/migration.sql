-- CreateTable: unlogged, so that counting a request waits for no disk
CREATE UNLOGGED TABLE "rate_limit" (
    "name" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("name")
);

-- Web processes keep public pages in memory and hear here that papers or digests changed. One notice a transaction.
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
