import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { day } from '../../lib/dates.ts';
import { ownLanguageName } from '../../lib/format/languages.ts';
import type { Config } from '../../config/config.ts';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { addSubscriber } from '../../subscribers/signup/add.ts';
import { refusalMessages } from '../../subscribers/import-export/rejection.ts';
import { consentInput } from '../../subscribers/signup/entry.ts';
import { preferenceInput, readerLanguages } from '../../subscribers/preferences/definitions.ts';
import { addressField } from './address-field.ts';
import { type Faults, faultsOf, form, showAgain } from '../form-fields.ts';
import { acted, adminPage, pageResponses, plainPage } from '../admin-page.ts';

const blankAsAbsent = (value: unknown) =>
  typeof value === 'string' ? value.trim() || undefined : value;

/** How an operator obtains consent: by recording an existing one, or by asking the subscriber. */
export const consentForm = z.object({
  agreed: z.enum(['given', 'ask']),
  source: z.preprocess(blankAsAbsent, consentInput.shape.source.optional()),
  since: z.preprocess(blankAsAbsent, day.optional()),
  note: z.preprocess(blankAsAbsent, consentInput.shape.note.unwrap().unwrap().optional()),
});

/** A consent must state its source and must not have a future date. */
export function consentOf(form: z.output<typeof consentForm>, today: string) {
  if (form.agreed === 'ask') return { consent: undefined, fault: null };
  if (form.source === undefined) return { consent: undefined, fault: 'source' as const };
  if (form.since !== undefined && form.since > today)
    return { consent: undefined, fault: 'since' as const };
  const at = form.since === undefined ? null : `${form.since}T00:00:00.000Z`;
  return { consent: { source: form.source, at, note: form.note ?? null }, fault: null };
}

const subscriberForm = (config: Config) =>
  form({
    ...consentForm.shape,
    email: addressField(config),
    topics: preferenceInput.shape.topics,
    frequency: preferenceInput.shape.frequency,
    language: preferenceInput.shape.language,
  });

const sentences = {
  email: 'address-empty',
  agreed: 'consent-error-agreed',
  source: 'consent-error-source',
  since: 'consent-error-since',
  note: 'consent-error-note',
  topics: 'preferences-error-topics',
  frequency: 'preferences-error-choice',
  language: 'preferences-error-choice',
} as const;

/** Adds one subscriber manually, like `POST /api/v1/subscribers`. */
export function newSubscriberRoutes(ctx: Context, app: App): void {
  app.get('/admin/subscribers/new', { schema: plainPage }, (request, reply) =>
    formPage(ctx, request, reply, faultsOf(sentences)),
  );

  app.post(
    '/admin/subscribers/new',
    {
      schema: { body: subscriberForm(ctx.config), response: pageResponses },
      errorHandler: showAgain(sentences, (request, reply, faults) =>
        formPage(ctx, request, reply, faults),
      ),
    },
    async (request, reply) => {
      const { words } = request;
      const { email: address, topics, frequency, language, ...rest } = request.body;
      const { consent, fault } = consentOf(rest, ctx.now().toISOString().slice(0, 10));
      if (fault !== null)
        return refuse(ctx, request, reply.status(422), fault, words.t(sentences[fault]));
      const preferences = { topics, frequency, language };
      const added = await addSubscriber(ctx, { address, preferences, consent });
      if (added.kind === 'refused') {
        const reason = words.t(refusalMessages[added.reason]);
        const sentence = words.t('subscriber-new-refused', { reason });
        return refuse(ctx, request, reply.status(409), 'email', sentence);
      }
      const to = `/admin/subscribers/${added.id}`;
      if (added.kind === 'unchanged') return reply.redirect(`${to}?known=yes`, 303);
      return acted(ctx, request, reply, { action: 'subscriber-added', target: `#${added.id}`, to });
    },
  );
}

function refuse(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  field: string,
  sentence: string,
) {
  return formPage(ctx, request, reply, faultsOf(sentences, { [field]: sentence }));
}

function formPage(ctx: Context, request: FastifyRequest, reply: FastifyReply, faults: Faults) {
  const { words, typed } = request;
  return adminPage(ctx, request, reply, 'subscriber-new', {
    title: words.t('subscriber-new'),
    ...faults,
    email: typed['email'] ?? '',
    agreed: typed['agreed'] ?? '',
    source: typed['source'] ?? '',
    since: typed['since'] ?? '',
    note: typed['note'] ?? '',
    topics: typed['topics'] ?? '',
    frequency: typed['frequency'] ?? 'daily',
    language: typed['language'] ?? '',
    languageChoices: readerLanguages.map((code) => ({
      code,
      name: ownLanguageName(code),
    })),
  });
}
