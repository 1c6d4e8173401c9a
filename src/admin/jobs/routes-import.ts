import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { day } from '../../lib/dates.ts';
import { type Context, today } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import type { Upload } from '../../lib/http/spooled-file.ts';
import { importFormat } from '../../papers/import/format.ts';
import { detailText } from '../../lib/errors/problem.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { preferenceColumns } from '../../subscribers/preferences/definitions.ts';
import { type Faults, faultsOf, form, showAgain } from '../form-fields.ts';
import { importAsJob, readList } from './import-job.ts';
import { toJob } from './routes-jobs.ts';
import { adminPage, pageResponses, plainPage } from '../admin-page.ts';
import { sessionOf } from '../session-cookie.ts';
import { consentForm, consentOf } from '../subscribers/routes-subscriber-new.ts';
import { listSent, maximumList, maximumText, type UploadFault } from './upload.ts';

/** Bytes per megabyte, as shown on pages. */
const megabyte = 1e6;

const fileSentences = {
  empty: 'import-error-empty',
  'too-large': 'import-error-too-large',
} as const;
const consentSentences = {
  agreed: 'consent-error-agreed',
  source: 'consent-error-source',
  since: 'consent-error-since',
  note: 'consent-error-note',
} as const;
const papersSentences = { format: 'preferences-error-choice', date: 'import-error-date' } as const;

/** A pasted list, as an alternative to a file. */
const text = z.string().optional().catch(undefined);
const listForm = form({ ...consentForm.shape, text });
const papersForm = form({
  text,
  format: importFormat,
  date: z.preprocess((value) => (value === '' ? undefined : value), day.optional()),
});

const listFields = { file: '', ...consentSentences };
const papersFields = { file: '', ...papersSentences };

/** Imports of subscribers and papers, as a file or pasted text. */
export function importRoutes(ctx: Context, app: App): void {
  subscriberImport(ctx, app);
  papersImport(ctx, app);
}

/** Keeps a file beyond its request. The job deletes it once it has been read. */
function keepFile(uploads: Map<string, Upload> | null): void {
  uploads?.clear();
}

function fileText(words: Words, { fault, size }: UploadFault): string {
  return words.t(fileSentences[fault], { size: size / megabyte });
}

/** The errors of an invalid form, including its file. */
function withFileFault(
  { words, uploads, typed }: FastifyRequest,
  faults: Faults,
  maximum: number,
): Faults {
  const sent = listSent(uploads, typed['text'], maximum);
  if (!('fault' in sent)) return faults;
  return { errors: { ...faults.errors, file: fileText(words, sent) }, first: 'file' };
}

/**
 * Imports of subscribers are previewed first. The next page explains what the import would do and
 * has a button that runs it.
 */
function subscriberImport(ctx: Context, app: App): void {
  app.get('/admin/subscribers/import', { schema: plainPage }, (request, reply) =>
    subscribersPage(ctx, request, reply, faultsOf(listFields)),
  );

  app.post(
    '/admin/subscribers/import',
    {
      config: { upload: maximumList },
      schema: { body: listForm, response: pageResponses },
      errorHandler: showAgain(listFields, (request, reply, faults) =>
        subscribersPage(ctx, request, reply, withFileFault(request, faults, maximumList)),
      ),
    },
    async (request, reply) => {
      const { words, body, uploads } = request;
      const refuse = (field: string, message: string) =>
        subscribersPage(
          ctx,
          request,
          reply.status(422),
          faultsOf(listFields, { [field]: message }),
        );
      const sent = listSent(uploads, body.text, maximumList);
      if ('fault' in sent) return refuse('file', fileText(words, sent));
      const { consent, fault } = consentOf(body, ctx.now().toISOString().slice(0, 10));
      if (fault !== null) return refuse(fault, words.t(consentSentences[fault]));
      keepFile(uploads);
      const read = await readList(ctx, sent, consent);
      if (read.refused !== null) return refuse('file', detailText(words, read.refused));
      return reply.redirect(`/admin/jobs/${read.id}`, 303);
    },
  );
}

function subscribersPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  faults: Faults,
) {
  const { typed } = request;
  return adminPage(ctx, request, reply, 'subscribers-import', {
    title: request.words.t('subscribers-import'),
    preferenceColumns,
    ...faults,
    text: typed['text'] ?? '',
    agreed: typed['agreed'] ?? '',
    source: typed['source'] ?? '',
    since: typed['since'] ?? '',
    note: typed['note'] ?? '',
    size: maximumList / megabyte,
  });
}

/** Imports of papers run at once: nobody is emailed, and edited fields are preserved. */
function papersImport(ctx: Context, app: App): void {
  app.get('/admin/papers/import', { schema: plainPage }, (request, reply) =>
    papersPage(ctx, request, reply, faultsOf(papersFields)),
  );

  app.post(
    '/admin/papers/import',
    {
      config: { upload: maximumText },
      schema: { body: papersForm, response: pageResponses },
      errorHandler: showAgain(papersFields, (request, reply, faults) =>
        papersPage(ctx, request, reply, withFileFault(request, faults, maximumText)),
      ),
    },
    async (request, reply) => {
      const { body, uploads, words } = request;
      const { format, date } = body;
      const refuse = (file: string) =>
        papersPage(ctx, request, reply.status(422), faultsOf(papersFields, { file }));
      const sent = listSent(uploads, body.text, maximumText);
      if ('fault' in sent) return refuse(fileText(words, sent));
      keepFile(uploads);
      const { operatorId } = sessionOf(request);
      const { id, result, refused } = await importAsJob(ctx, operatorId, sent, {
        format,
        date,
      });
      // The format does not match, so the form is shown again with its text.
      if (refused !== null) return refuse(detailText(words, refused));
      return toJob(reply, id, result, 'papers-imported');
    },
  );
}

function papersPage(ctx: Context, request: FastifyRequest, reply: FastifyReply, faults: Faults) {
  const { typed } = request;
  return adminPage(ctx, request, reply, 'papers-import', {
    title: request.words.t('papers-import'),
    ...faults,
    text: typed['text'] ?? '',
    format: typed['format'] ?? 'page',
    date: typed['date'] ?? '',
    today: today(ctx),
    size: maximumText / megabyte,
  });
}
