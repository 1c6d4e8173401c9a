import { z } from 'zod';
import type { Scope } from '../admin/accounts/api-keys.ts';
import { paper } from '../papers/paper.ts';
import { readerLanguages } from '../subscribers/preferences/preference-input.ts';
import type { AnswerName } from './answers.ts';

/** What a status means, and what is answered where it is not a refusal. */
export type Answer = string | [string, AnswerName | 'text/csv' | 'image/png'];

/** A route as it is described. */
export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  summary: string;
  scope?: Scope;
  query?: string[];
  body?: object;
  /** The body is a file, as text. */
  file?: boolean;
  /** By status. */
  answers: Record<number, Answer>;
}

const text = { type: 'string' };
const preferences = {
  topics: { type: 'array', items: text, maxItems: 20 },
  topicsOnly: { type: 'boolean', description: 'true: only what matches; false: what matches first' },
  tellEmpty: { type: 'boolean', description: 'true: a mail also where nothing matches' },
  papers: { type: ['integer', 'null'], minimum: 5, maximum: 25, description: 'null: as many as the issue has' },
  frequency: { enum: ['daily', 'weekdays', 'weekly'] },
  timezone: { type: ['string', 'null'], description: 'IANA name; null: the time zone of the digest' },
  hour: { type: ['integer', 'null'], minimum: 0, maximum: 23, description: 'null: the time of the digest' },
  language: { enum: [...readerLanguages, null], description: 'Of mails and personal pages; null: English' },
};
const subscriberBody = {
  type: 'object',
  required: ['email'],
  properties: {
    email: text,
    ...preferences,
    consent: {
      type: 'object',
      required: ['source'],
      properties: { source: text, at: { type: 'string', format: 'date-time' }, note: text },
    },
  },
};
const paperProperties = z.toJSONSchema(paper).properties ?? {};
const digestQuery = ['kind'];
const pictureAnswers: Record<number, Answer> = {
  200: ['A picture', 'image/png'],
  404: 'Nothing to be drawn',
  429: 'Too often',
  503: 'Too many wait',
};

/** The webhooks of mail providers, and the settings that open them. */
const webhooks = [
  { name: 'ses', provider: 'Amazon SES over SNS', setting: 'SES_TOPIC_ARN' },
  { name: 'mailgun', provider: 'Mailgun', setting: 'MAILGUN_SIGNING_KEY' },
  { name: 'postmark', provider: 'Postmark', setting: 'POSTMARK_WEBHOOK_AUTH' },
  { name: 'sendgrid', provider: 'SendGrid', setting: 'SENDGRID_PUBLIC_KEY' },
];

/** The public routes and the API. */
export const operations: Operation[] = [
  {
    method: 'get',
    path: '/papers',
    summary: 'The papers of a day',
    query: ['date', 'sort'],
    answers: { 200: ['The day and its papers', 'Day'] },
  },
  {
    method: 'get',
    path: '/papers/{id}',
    summary: 'One paper',
    answers: { 200: ['The paper', 'RankedPaper'], 404: 'No such paper' },
  },
  {
    method: 'get',
    path: '/papers.png',
    summary: 'A picture of a day, 1200 × 630, for the cards of other sites',
    query: ['date'],
    answers: pictureAnswers,
  },
  { method: 'get', path: '/papers/{id}.png', summary: 'A picture of a paper', answers: pictureAnswers },
  {
    method: 'get',
    path: '/search',
    summary: 'Full-text search',
    query: ['q', 'from', 'to', 'category', 'sort', 'cursor'],
    answers: {
      200: [
        'Papers, each with highlights (title and abstract as HTML, what matched in <mark>); capped: of more matches than that the newest were ranked; didYouMean: a better q where nothing was found',
        'SearchResults',
      ],
      422: 'A filter that cannot be',
    },
  },
  {
    method: 'get',
    path: '/digests',
    summary: 'The archive',
    query: ['kind', 'before'],
    answers: { 200: ['Digests', 'Archive'] },
  },
  {
    method: 'get',
    path: '/digests/{date}',
    summary: 'An issue',
    query: digestQuery,
    answers: { 200: ['The issue', 'Issue'], 404: 'No such digest' },
  },
  {
    method: 'get',
    path: '/digests/{date}.png',
    summary: 'A picture of an issue',
    query: digestQuery,
    answers: pictureAnswers,
  },
  {
    method: 'post',
    path: '/subscribe',
    summary: 'Ask for the digest',
    body: { type: 'object', required: ['email'], properties: { email: text, ...preferences } },
    answers: { 202: ['A confirmation is mailed if it may be', 'Subscribed'], 422: 'Invalid address', 429: 'Too often' },
  },
  {
    method: 'get',
    path: '/api/v1/papers',
    summary: 'List papers',
    scope: 'papers:read',
    query: ['date', 'q', 'limit', 'cursor'],
    answers: { 200: ['Papers', 'Papers'] },
  },
  {
    method: 'post',
    path: '/api/v1/papers',
    summary: 'Add a paper, or say better what you give of one that is there: no fetch changes that again',
    scope: 'papers:write',
    body: {
      type: 'object',
      required: ['title'],
      properties: { ...paperProperties, doi: { type: ['string', 'null'] } },
    },
    answers: {
      201: ['Added', 'Paper'],
      200: ['Was there: as it is now', 'Paper'],
      422: 'A field that cannot be, or that is none',
    },
  },
  {
    method: 'post',
    path: '/api/v1/papers/import',
    summary: 'Import papers from a file',
    scope: 'papers:write',
    query: ['format', 'date'],
    file: true,
    answers: { 200: ['What became of each row', 'ImportReport'], 422: 'Not of this format' },
  },
  {
    method: 'post',
    path: '/api/v1/papers/fetch',
    summary: 'Fetch from the sources now',
    scope: 'papers:write',
    answers: { 200: ['What came', 'FetchReport'] },
  },
  {
    method: 'get',
    path: '/api/v1/sources',
    summary: 'How the sources of papers are: when they answered last, what, and whether that is usual',
    scope: 'papers:read',
    answers: { 200: ['Sources; healthy: null before the first fetch', 'Sources'] },
  },
  {
    method: 'post',
    path: '/api/v1/digests',
    summary: 'Compose a draft',
    scope: 'digests:write',
    body: {
      type: 'object',
      required: ['date'],
      properties: {
        date: { type: 'string', format: 'date' },
        kind: { enum: ['daily', 'weekly'] },
        paperIds: { type: 'array', items: { type: 'integer' } },
      },
    },
    answers: {
      201: ['Composed', 'Digest'],
      200: ['Replaced a draft', 'Digest'],
      409: 'Past being a draft',
      422: 'No papers',
    },
  },
  {
    method: 'get',
    path: '/api/v1/digests/{date}',
    summary: 'A digest and its counts',
    scope: 'digests:read',
    query: digestQuery,
    answers: { 200: ['The digest', 'Digest'], 404: 'No such digest' },
  },
  {
    method: 'post',
    path: '/api/v1/digests/{date}/send',
    summary: 'Send it now, at a time, or as test copies',
    scope: 'digests:write',
    query: digestQuery,
    body: {
      type: 'object',
      properties: { at: { type: 'string', format: 'date-time' }, to: { type: 'array', items: text, maxItems: 10 } },
    },
    answers: { 202: ['Queued', 'Digest'], 200: ['Was queued before', 'Digest'], 409: 'Not possible now' },
  },
  ...(['pause', 'resume', 'cancel', 'draft'] as const).map((act): Operation => ({
    method: 'post',
    path: `/api/v1/digests/{date}/${act}`,
    summary: {
      pause: 'Stop fan-out and claims',
      resume: 'Go on',
      cancel: 'End it for good',
      draft: 'Take a ready digest back',
    }[act],
    scope: 'digests:write',
    query: digestQuery,
    answers: { 200: ['The digest', 'Digest'], 409: 'Not possible now' },
  })),
  {
    method: 'get',
    path: '/api/v1/subscribers',
    summary: 'List subscribers',
    scope: 'subscribers:read',
    query: ['q', 'status', 'limit', 'cursor'],
    answers: { 200: ['Subscribers', 'Subscribers'] },
  },
  {
    method: 'post',
    path: '/api/v1/subscribers',
    summary: 'Add a subscriber',
    scope: 'subscribers:write',
    body: subscriberBody,
    answers: {
      201: ['Added', 'Subscriber'],
      200: ['Was there', 'Subscriber'],
      409: 'Left, bounced, complained or was erased',
      422: 'A field that cannot be, or that is none',
    },
  },
  {
    method: 'get',
    path: '/api/v1/subscribers/{id}',
    summary: 'One subscriber and the consents',
    scope: 'subscribers:read',
    answers: { 200: ['The subscriber', 'Subscriber'], 404: 'No such subscriber' },
  },
  {
    method: 'patch',
    path: '/api/v1/subscribers/{id}',
    summary: 'Change preferences or status; fields sent back as they were answered change nothing',
    scope: 'subscribers:write',
    body: { type: 'object', properties: { ...preferences, status: { enum: ['active', 'paused', 'unsubscribed'] } } },
    answers: {
      200: ['The subscriber', 'Subscriber'],
      409: 'Not possible',
      422: 'A field that cannot be, or that is none',
    },
  },
  {
    method: 'delete',
    path: '/api/v1/subscribers/{id}',
    summary: 'Erase a subscriber',
    scope: 'subscribers:write',
    answers: { 204: 'Erased' },
  },
  {
    method: 'post',
    path: '/api/v1/subscribers/import',
    summary: 'Import subscribers from a file',
    scope: 'subscribers:write',
    query: ['format', 'consent'],
    file: true,
    answers: { 200: ['What became of each row', 'ImportReport'] },
  },
  {
    method: 'get',
    path: '/api/v1/subscribers/export.csv',
    summary: 'All subscribers as CSV',
    scope: 'subscribers:read',
    query: ['status'],
    answers: { 200: ['A line per subscriber; an import reads it back', 'text/csv'] },
  },
  ...webhooks.map(({ name, provider, setting }): Operation => ({
    method: 'post',
    path: `/webhooks/${name}`,
    summary: `Bounces, complaints and unsubscribes, in the words of ${provider}`,
    file: true,
    answers: {
      200: ['Committed: how many events of each kind were new', 'Recorded'],
      400: 'Not in this shape',
      ...(name === 'postmark' ? { 401: 'Another password' } : { 403: 'Not signed, or long ago' }),
      404: `Not open: ${setting} is not set`,
    },
  })),
];
