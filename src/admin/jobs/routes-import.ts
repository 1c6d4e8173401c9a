import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { day, dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { importFormat, importPapers } from '../../papers/import/import.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { previewImport } from '../../subscribers/import-export/import.ts';
import { guessFormat } from '../../subscribers/import-export/list-formats.ts';
import { preferenceColumns } from '../../subscribers/preferences/definitions.ts';
import { besideFields, type Faults, faultsOf, typedIn } from '../form-fields.ts';
import { createJob, runJob, shortened, startJob } from './jobs.ts';
import { acted, adminPage } from '../admin-page.ts';
import { consentForm, consentOf } from '../subscribers/routes-subscriber-new.ts';
import { mostBytes, textSent } from './upload.ts';

const upload = { config: { upload: mostBytes } };

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

const papersForm = z.object({
  format: importFormat,
  date: z.preprocess((value) => (value === '' ? undefined : value), day.optional()),
});

const listFields = { file: '', ...consentSentences };
const papersFields = { file: '', ...papersSentences };

/** Lists of subscribers and of papers, as a file or pasted. */
export function importRoutes(ctx: Context, app: FastifyInstance): void {
  subscriberImport(ctx, app);
  papersImport(ctx, app);
}

/**
 * Subscribers are looked at first: the page after it says what the import would do, and holds the
 * button that does it.
 */
function subscriberImport(ctx: Context, app: FastifyInstance): void {
  app.get('/admin/subscribers/import', (request, reply) =>
    formPage(request, reply, faultsOf(listFields)),
  );

  app.post('/admin/subscribers/import', upload, async (request, reply) => {
    const { words } = request;
    const typed = typedIn(request.body);
    const sent = textSent(request.uploads, typed['text']);
    if ('fault' in sent)
      return refuse(
        request,
        reply,
        'file',
        words.t(fileSentences[sent.fault], { size: mostBytes / 1e6 }),
      );
    const parsed = consentForm.safeParse(request.body);
    if (!parsed.success) {
      return formPage(request, reply.status(422), besideFields(words, parsed.error, listFields));
    }
    const { consent, fault } = consentOf(parsed.data, ctx.now().toISOString().slice(0, 10));
    if (fault !== null) return refuse(request, reply, fault, words.t(consentSentences[fault]));
    const options = { format: guessFormat(sent.text), consent: consent ?? null };
    try {
      const report = await previewImport(ctx, sent.text, { ...options, consent });
      const id = await createJob(ctx, {
        kind: 'subscribers',
        options,
        body: sent.text,
        report: shortened(report),
      });
      return await reply.redirect(`/admin/jobs/${id}`, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return refuse(request, reply, 'file', error.detail);
    }
  });

  function refuse(request: FastifyRequest, reply: FastifyReply, field: string, sentence: string) {
    return formPage(request, reply.status(422), faultsOf(listFields, { [field]: sentence }));
  }

  function formPage(request: FastifyRequest, reply: FastifyReply, faults: Faults) {
    const typed = typedIn(request.body);
    return adminPage(ctx, request, reply, 'subscribers-import', {
      title: request.words.t('subscribers-import'),
      preferenceColumns,
      ...faults,
      text: typed['text'] ?? '',
      agreed: typed['agreed'] ?? '',
      source: typed['source'] ?? '',
      since: typed['since'] ?? '',
      note: typed['note'] ?? '',
      size: mostBytes / 1e6,
    });
  }
}

/** Papers go in at once: nobody is mailed, and what a person edited stays. */
function papersImport(ctx: Context, app: FastifyInstance): void {
  app.get('/admin/papers/import', (request, reply) =>
    formPage(request, reply, faultsOf(papersFields)),
  );

  app.post('/admin/papers/import', upload, async (request, reply) => {
    const { words } = request;
    const sent = textSent(request.uploads, typedIn(request.body)['text']);
    if ('fault' in sent) {
      const file = words.t(fileSentences[sent.fault], { size: mostBytes / 1e6 });
      return formPage(request, reply.status(422), faultsOf(papersFields, { file }));
    }
    const parsed = papersForm.safeParse(request.body);
    if (!parsed.success) {
      return formPage(request, reply.status(422), besideFields(words, parsed.error, papersFields));
    }
    const { format, date } = parsed.data;
    const id = await createJob(ctx, { kind: 'papers', options: { format, date: date ?? null } });
    await startJob(ctx, id);
    let refused: Problem | undefined;
    await runJob(ctx, id, async () => {
      try {
        return shortened(await importPapers(ctx, sent.text, { format, date }));
      } catch (error) {
        if (error instanceof Problem) refused = error;
        throw error;
      }
    });
    // The format does not fit: the form is shown again with its text.
    if (refused !== undefined) {
      return formPage(request, reply.status(422), faultsOf(papersFields, { file: refused.detail }));
    }
    return acted(ctx, request, reply, {
      action: 'papers-imported',
      target: format,
      to: `/admin/jobs/${id}`,
    });
  });

  function formPage(request: FastifyRequest, reply: FastifyReply, faults: Faults) {
    const typed = typedIn(request.body);
    return adminPage(ctx, request, reply, 'papers-import', {
      title: request.words.t('papers-import'),
      ...faults,
      text: typed['text'] ?? '',
      format: typed['format'] ?? 'page',
      date: typed['date'] ?? '',
      today: dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now()),
      size: mostBytes / 1e6,
    });
  }
}
