import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Context, today } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { idParam } from '../../lib/pagination.ts';
import { editedFieldsOf, editPaper } from '../../papers/import/edit.ts';
import { latexToText } from '../../lib/latex/latex.ts';
import type { Paper } from '../../papers/paper.ts';
import { paperById } from '../../papers/reading.ts';
import { savePapers } from '../../papers/import/save.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { type Faults, faultsOf, showAgain } from '../form-fields.ts';
import { changesIn, editForm, markOf, newForm, paperSentences, textsOf } from './paper-form.ts';
import { acted, adminPage, pageResponses, plainPage } from '../admin-page.ts';

const noFaults = faultsOf(paperSentences);
/** An unknown paper is a 404, even if its id is malformed. */
const config = { notFound: 'paper-missing' };

const editSchema = { params: idParam, ...plainPage };

/** Adds and edits papers. */
export function paperAdminRoutes(ctx: Context, app: App): void {
  addNewPage(ctx, app);
  addCreate(ctx, app);
  addEditPage(ctx, app);
  addEdit(ctx, app);
}

function addNewPage(ctx: Context, app: App): void {
  app.get('/admin/papers/new', { schema: plainPage }, (request, reply) =>
    newPage(ctx, request, reply),
  );
}

function addCreate(ctx: Context, app: App): void {
  app.post(
    '/admin/papers/new',
    {
      schema: { body: newForm, response: pageResponses },
      errorHandler: showAgain(paperSentences, (request, reply, faults) =>
        newPage(ctx, request, reply, faults),
      ),
    },
    async (request, reply) => {
      const saved = await savePapers(ctx.db, [request.body], {
        source: 'manual',
        listedOn: today(ctx),
        now: ctx.now,
      });
      const id = saved.ids[0] ?? 0;
      const action = saved.added === 1 ? 'paper-added' : 'paper-edited';
      return acted(ctx, request, reply, { action, target: `#${id}`, to: `/admin/papers/${id}` });
    },
  );
}

function addEditPage(ctx: Context, app: App): void {
  app.get('/admin/papers/:id', { config, schema: editSchema }, async (request, reply) =>
    editPage(ctx, request, reply, await found(ctx, request.params.id)),
  );
}

function addEdit(ctx: Context, app: App): void {
  app.post(
    '/admin/papers/:id',
    {
      config,
      schema: { params: idParam, body: editForm, response: pageResponses },
      errorHandler: showAgain(paperSentences, async (request, reply, faults) => {
        const paper = await found(ctx, idParam.parse(request.params).id);
        return editPage(ctx, request, reply, paper, faults);
      }),
    },
    async (request, reply) => {
      const { id } = await found(ctx, request.params.id);
      const to = `/admin/papers/${id}`;
      const changes = changesIn(request.body, request.typed);
      if (Object.keys(changes).length === 0) return reply.redirect(to, 303);
      await editPaper(ctx.db, id, changes, ctx.now);
      return acted(ctx, request, reply, { action: 'paper-edited', target: `#${id}`, to });
    },
  );
}

async function found(ctx: Context, id: number): Promise<Paper> {
  const paper = await paperById(ctx.db, id);
  if (paper === undefined) throw new WordedProblem(404, 'paper-missing');
  return paper;
}

function newPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  faults: Faults = noFaults,
) {
  return adminPage(ctx, request, reply, 'paper', {
    title: request.words.t('paper-new'),
    paper: null,
    fields: {
      ...Object.fromEntries(Object.keys(paperSentences).map((field) => [field, ''])),
      listedOn: today(ctx),
      ...request.typed,
    },
    marks: {},
    edited: {},
    ...faults,
  });
}

async function editPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  paper: Paper,
  faults: Faults = noFaults,
) {
  const { typed } = request;
  const texts = textsOf(paper);
  const marks = Object.entries(texts).map(([field, text]) => [
    field,
    typed[`was-${field}`] ?? markOf(text),
  ]);
  return adminPage(ctx, request, reply, 'paper', {
    title: request.words.t('paper-edit', { title: latexToText(paper.title) }),
    paper,
    fields: { ...texts, arxivId: paper.arxivId ?? '', doi: '', ...typed },
    marks: Object.fromEntries(marks),
    edited: Object.fromEntries(
      (await editedFieldsOf(ctx.db, paper.id)).map((field) => [field, true]),
    ),
    ...faults,
  });
}
