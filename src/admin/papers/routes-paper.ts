import type { FastifyReply, FastifyRequest } from 'fastify';
import { dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
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
import { acted, adminPage, pageAnswers, plainPage } from '../admin-page.ts';

const noFaults = faultsOf(paperSentences);
/** A paper that does not exist is a 404, whatever its id looks like. */
const config = { notFound: 'paper-missing' };

/** Adding a paper by hand, and editing one. */
export function paperRoutes(ctx: Context, app: App): void {
  const today = () => dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now());

  app.get('/admin/papers/new', { schema: plainPage }, (request, reply) => newPage(request, reply));

  app.post(
    '/admin/papers/new',
    {
      schema: { body: newForm, response: pageAnswers },
      errorHandler: showAgain(paperSentences, newPage),
    },
    async (request, reply) => {
      const saved = await savePapers(ctx.db, [request.body], {
        source: 'manual',
        listedOn: today(),
        now: ctx.now,
      });
      const id = saved.ids[0] ?? 0;
      const action = saved.added === 1 ? 'paper-added' : 'paper-edited';
      return acted(ctx, request, reply, { action, target: `#${id}`, to: `/admin/papers/${id}` });
    },
  );

  const editSchema = { params: idParam, ...plainPage };
  app.get('/admin/papers/:id', { config, schema: editSchema }, async (request, reply) =>
    editPage(request, reply, await found(request.params.id)),
  );

  app.post(
    '/admin/papers/:id',
    {
      config,
      schema: { params: idParam, body: editForm, response: pageAnswers },
      errorHandler: showAgain(paperSentences, async (request, reply, faults) => {
        const paper = await found(idParam.parse(request.params).id);
        return editPage(request, reply, paper, faults);
      }),
    },
    async (request, reply) => {
      const { id } = await found(request.params.id);
      const to = `/admin/papers/${id}`;
      const changes = changesIn(request.body, request.typed);
      if (Object.keys(changes).length === 0) return reply.redirect(to, 303);
      await editPaper(ctx.db, id, changes, ctx.now);
      return acted(ctx, request, reply, { action: 'paper-edited', target: `#${id}`, to });
    },
  );

  async function found(id: number): Promise<Paper> {
    const paper = await paperById(ctx.db, id);
    if (paper === undefined) throw new WordedProblem(404, 'paper-missing');
    return paper;
  }

  function newPage(request: FastifyRequest, reply: FastifyReply, faults: Faults = noFaults) {
    return adminPage(ctx, request, reply, 'paper', {
      title: request.words.t('paper-new'),
      paper: null,
      fields: {
        ...Object.fromEntries(Object.keys(paperSentences).map((field) => [field, ''])),
        listedOn: today(),
        ...request.typed,
      },
      marks: {},
      edited: {},
      ...faults,
    });
  }

  async function editPage(
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
}
