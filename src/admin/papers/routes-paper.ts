import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { idParam } from '../../lib/pagination.ts';
import { editedFieldsOf, editPaper } from '../../papers/import/edit.ts';
import { latexToText } from '../../lib/latex/latex.ts';
import type { Paper } from '../../papers/paper.ts';
import { paperById } from '../../papers/reading.ts';
import { savePapers } from '../../papers/import/save.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { besideFields, type Faults, faultsOf, typedIn } from '../form-fields.ts';
import { changesIn, editForm, markOf, newForm, paperSentences, textsOf } from './paper-form.ts';
import { acted, adminPage } from '../admin-page.ts';

/** A form shown again: what was typed, and what is wrong with it. */
interface Again {
  typed: Record<string, string>;
  faults: Faults;
}
const fresh: Again = { typed: {}, faults: faultsOf(paperSentences) };

/** Adding a paper by hand, and editing one. */
export function paperRoutes(ctx: Context, app: FastifyInstance): void {
  const today = () => dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now());

  app.get('/admin/papers/new', (request, reply) => newPage(request, reply));

  app.post('/admin/papers/new', async (request, reply) => {
    const parsed = newForm.safeParse(request.body);
    if (!parsed.success) {
      const faults = besideFields(request.words, parsed.error, paperSentences);
      return newPage(request, reply.status(422), { typed: typedIn(request.body), faults });
    }
    const saved = await savePapers(ctx.db, [parsed.data], {
      source: 'manual',
      listedOn: today(),
      now: ctx.now,
    });
    const id = saved.ids[0] ?? 0;
    const action = saved.added === 1 ? 'paper-added' : 'paper-edited';
    return acted(ctx, request, reply, { action, target: `#${id}`, to: `/admin/papers/${id}` });
  });

  app.get('/admin/papers/:id', async (request, reply) =>
    editPage(request, reply, await found(request)),
  );

  app.post('/admin/papers/:id', async (request, reply) => {
    const paper = await found(request);
    const typed = typedIn(request.body);
    const parsed = editForm.safeParse(request.body);
    if (!parsed.success) {
      const faults = besideFields(request.words, parsed.error, paperSentences);
      return editPage(request, reply.status(422), paper, { typed, faults });
    }
    const to = `/admin/papers/${paper.id}`;
    const changes = changesIn(parsed.data, typed);
    if (Object.keys(changes).length === 0) return reply.redirect(to, 303);
    await editPaper(ctx.db, paper.id, changes, ctx.now);
    return acted(ctx, request, reply, { action: 'paper-edited', target: `#${paper.id}`, to });
  });

  async function found({ params }: FastifyRequest): Promise<Paper> {
    const { data } = idParam.safeParse(params);
    const paper = data === undefined ? undefined : await paperById(ctx.db, data.id);
    if (paper === undefined) throw new WordedProblem(404, 'paper-missing');
    return paper;
  }

  function newPage(request: FastifyRequest, reply: FastifyReply, { typed, faults }: Again = fresh) {
    return adminPage(ctx, request, reply, 'paper', {
      title: request.words.t('paper-new'),
      paper: null,
      fields: {
        ...Object.fromEntries(Object.keys(paperSentences).map((field) => [field, ''])),
        listedOn: today(),
        ...typed,
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
    { typed, faults }: Again = fresh,
  ) {
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
