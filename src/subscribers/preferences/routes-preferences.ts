import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addDays, day, dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { type Fault, Problem } from '../../lib/errors/problem.ts';
import { ownLanguageName } from '../../lib/format/languages.ts';
import type { App } from '../../lib/http/app.ts';
import { noQuery } from '../../lib/http/parameters.ts';
import { page, refusal } from '../../lib/http/responses.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { addressFaults, parseTypedAddress } from '../address.ts';
import { requestAddressChange } from '../account/change-address.ts';
import { requestManageLink } from '../account/manage.ts';
import {
  definitions,
  maximumPapers,
  minimumPapers,
  preferenceInput,
  preferenceNames,
  type Preferences,
  readerLanguages,
} from './definitions.ts';
import {
  changePreferences,
  pause,
  pauseUntil,
  readPreferences,
  resume,
  storedPreferences,
  type StoredPreferences,
} from './preferences.ts';
import {
  goneAnswer,
  linkRefusals,
  linkTags as tags,
  tokenParam as params,
  unknownLink,
} from '../account/token-links.ts';
import { suggestTopics } from './suggest-topics.ts';
import { makeToken, readPreferencesToken } from '../tokens.ts';
import { groupedZones } from './time-zones.ts';

const blankAsAbsent = (value: unknown) => (value === '' ? undefined : value);

const preferencesForm = preferenceInput.extend({
  action: z
    .enum(
      ['save', 'pause', 'resume', 'manage', 'address'],
      'save, pause, resume, manage or address',
    )
    .default('save'),
  days: z.coerce.number('1 to 366 days').int().min(1).max(366).default(14),
  until: z.preprocess(blankAsAbsent, day.optional()),
  email: z.string().default('').catch(''),
});

const sentFields = z.record(z.string(), z.unknown()).catch({});
const strings = z.union([z.string().transform((text) => [text]), z.array(z.string())]).catch([]);

/** Returns the fields of the form. Selected suggestions are added to the typed topics. */
function fieldsOf(body: unknown): Record<string, unknown> {
  const { suggested, ...fields } = sentFields.parse(body);
  if (typeof fields['topics'] !== 'string') return fields;
  return { ...fields, topics: [fields['topics'], ...strings.parse(suggested)].join('\n') };
}

const preferencesBody = z
  .preprocess(fieldsOf, preferencesForm)
  .meta({ examples: [{ topics: ['sparse rewards'], hour: 7 }] });

const url = '/preferences/:token';
const response = { 200: page('The preferences', storedPreferences), ...linkRefusals };

/** The fields in page order, and the message next to each if its value is invalid. */
const errorMessages: ReadonlyMap<string, string | undefined> = new Map<string, string | undefined>([
  ...preferenceNames.map((name) => [name, definitions[name].error] as const),
  ['days', 'preferences-error-choice'],
  ['until', 'preferences-error-until'],
  ['email', undefined],
]);

type Fields = Record<string, unknown>;

/** The preferences page. Each form on it posts to this route, which responds with the page. */
export function preferencesRoutes(ctx: Context, app: App): void {
  addGetPreferences(ctx, app);
  addChangePreferences(ctx, app);
}

function addGetPreferences(ctx: Context, app: App): void {
  app.get(
    url,
    {
      schema: {
        operationId: 'getPreferences',
        tags,
        summary: 'Get the preferences',
        params,
        querystring: noQuery,
        response,
      },
    },
    async (request, reply) => {
      const found = await readerOf(ctx, request, request.params.token);
      if (found === null) return goneAnswer(request, reply, 'preferences-gone');
      return preferencesPage(ctx, request, reply, found);
    },
  );
}

function addChangePreferences(ctx: Context, app: App): void {
  app.post(
    url,
    {
      // On an invalid field, the page shows the form again with a message next to it.
      attachValidation: true,
      schema: {
        operationId: 'changePreferences',
        tags,
        summary: 'Change the preferences, pause, or ask for a link to export and erase',
        consumes: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
        params,
        body: preferencesBody,
        response: { ...response, 422: refusal('An invalid preference') },
      },
    },
    async (request, reply) => {
      const { token } = request.params;
      const found = await readerOf(ctx, request, token);
      if (found === null) return goneAnswer(request, reply, 'preferences-gone');
      try {
        if (request.validationError !== undefined) throw request.validationError;
        const done = await act(ctx, request, found.id, request.body);
        return await preferencesPage(
          ctx,
          request,
          reply,
          (await readerOf(ctx, request, token)) ?? found,
          {
            done,
          },
        );
      } catch (error) {
        if (!(error instanceof Problem) || request.wantsJson || !error.errors.some(isBesideField))
          throw error;
        const fields = fieldsOf(request.body);
        return preferencesPage(ctx, request, reply.status(422), found, {
          fields,
          faults: error.errors,
        });
      }
    },
  );
}

async function readerOf(
  ctx: Context,
  request: FastifyRequest,
  token: string,
): Promise<StoredPreferences | null> {
  if (readPreferencesToken(ctx.keys, token) === undefined) throw unknownLink();
  const found = await readPreferences(ctx, token);
  if (found?.language != null) request.words = ctx.words(found.language);
  return found;
}

/** @throws Problem 422 with the invalid field */
async function act(
  ctx: Context,
  request: FastifyRequest,
  id: number,
  form: z.output<typeof preferencesForm>,
): Promise<string> {
  const { action, days, until, email, ...input } = form;
  if (action === 'save') await changePreferences(ctx, id, input);
  else if (action === 'manage') await requestManageLink(ctx, id);
  else if (action === 'resume') await resume(ctx, id);
  else if (action === 'address') await changeAddress(ctx, request, id, email);
  else if (until === undefined)
    await pause(ctx, id, new Date(ctx.now().getTime() + days * 86_400_000));
  else if (!(await pauseUntil(ctx, id, until)))
    throw refused('until', 'a day from tomorrow on, within a year');
  return action;
}

async function changeAddress(
  ctx: Context,
  request: FastifyRequest,
  id: number,
  email: string,
): Promise<void> {
  const address = await parseTypedAddress(email, ctx.config);
  if (!address.ok)
    throw refused(
      'email',
      request.wantsJson ? addressFaults[address.fault] : request.words.t(address.fault),
    );
  await requestAddressChange(ctx, id, address);
}

async function preferencesPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  found: StoredPreferences,
  after: After = {},
) {
  const { id: _id, ...stored } = found;
  if (request.wantsJson) return stored;
  return reply.page('preferences', await pageData(ctx, request.words, found, after));
}

/**
 * What the page shows after a POST: the action, or the submitted fields and what is wrong with
 * them.
 */
interface After {
  done?: string;
  fields?: Fields;
  faults?: Fault[];
}

async function pageData(
  ctx: Context,
  words: Words,
  found: StoredPreferences,
  { done, fields = {}, faults = [] }: After,
) {
  const { id, ...stored } = found;
  const {
    DIGEST_TIME: defaultTime,
    DIGEST_TIMEZONE: defaultZone,
    DIGEST_PAPERS: defaultPapers,
  } = ctx.config;
  const zone = found.timezone ?? defaultZone;
  const today = dayIn(zone, ctx.now());
  const shown = { ...stored, ...chosen(fields) };
  const { first, errors } = besideFields(faults, (key) => words.t(key));
  return {
    title: words.t('preferences-title'),
    ...shown,
    // On the first save, a subscriber without a language gets the language of this page.
    language: shown.language ?? words.lang,
    topics: typeof fields['topics'] === 'string' ? fields['topics'] : shown.topics.join(', '),
    done: done ?? null,
    until: fields['until'] ?? '',
    email: fields['email'] ?? '',
    errors,
    first,
    pausedUntil: found.pausedUntil === null ? null : dayIn(zone, found.pausedUntil),
    tomorrow: addDays(today, 1),
    nextYear: addDays(today, 365),
    ...choicesFor(found),
    defaultTime,
    defaultZone,
    defaultPapers,
    suggestions: (await suggestTopics(ctx)).filter((topic) => !shown.topics.includes(topic)),
    unsubscribe: `/unsubscribe/${makeToken(ctx.keys, 'unsubscribe', id)}`,
  };
}

/** The options of the selection lists. */
function choicesFor({ timezone }: StoredPreferences) {
  return {
    hours: Array.from({ length: 24 }, (_hour, hour) => hour),
    zones: groupedZones(timezone),
    numbers: Array.from(
      { length: maximumPapers - minimumPapers + 1 },
      (_number, index) => index + minimumPapers,
    ),
    languageChoices: readerLanguages.map((code) => ({
      code,
      name: ownLanguageName(code),
    })),
  };
}

function refused(path: string, message: string): Problem {
  return new Problem(422, 'Invalid input', message, [{ path, message }]);
}

/** Returns each valid field of a submitted form that is shown again. */
function chosen(fields: Fields): Partial<Preferences> {
  const parsed = Object.entries(preferenceInput.shape).map(
    ([name, field]) => [name, field.safeParse(fields[name]).data] as const,
  );
  return Object.fromEntries(parsed.filter(([, value]) => value !== undefined));
}

function isBesideField({ path }: Fault): boolean {
  return errorMessages.has(path.split('.')[0] ?? '');
}

/**
 * Returns the message next to each field and the first field that has one, which gets the focus.
 */
function besideFields(faults: Fault[], t: (key: string) => string) {
  const messages = new Map(faults.map(({ path, message }) => [path.split('.')[0], message]));
  const errors = [...errorMessages].map(([name, key]) => {
    const message = messages.get(name);
    return [name, message !== undefined && key !== undefined ? t(key) : (message ?? null)] as const;
  });
  const [first] = errors.find(([, message]) => message !== null) ?? [null];
  return { first, errors: Object.fromEntries(errors) };
}
