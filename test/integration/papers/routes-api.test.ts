import { expect, test } from 'vitest';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';

test('returns all fields of a paper, and accepts that paper as input', async () => {
  const { ctx } = await freshContext({ ADMIN_API_KEY: 'a key of sixteen characters' });
  const app = await startApp(ctx);
  const headers = { authorization: 'Bearer a key of sixteen characters' };
  const given = {
    title: 'On Rivers',
    summary: 'Short.',
    organization: 'Example Lab',
    stars: 7,
    doi: '10.1000/x',
  };
  const added = await app.inject({
    method: 'POST',
    url: '/api/v1/papers',
    payload: given,
    headers,
  });
  const paper = added.json<Record<string, unknown>>();
  expect(added.statusCode).toBe(201);
  expect(paper).toMatchObject(given);
  const fields =
    'id title abstract summary authors authorCount organization publishedOn listedOn upvotes comments stars url pdfUrl codeUrl projectUrl thumbnailUrl arxivId doi categories keywords';
  expect(Object.keys(paper).toSorted()).toEqual(fields.split(' ').toSorted());
  const again = await app.inject({
    method: 'POST',
    url: '/api/v1/papers',
    payload: paper,
    headers,
  });
  expect([again.statusCode, again.json<object>()]).toEqual([200, paper]);
});
