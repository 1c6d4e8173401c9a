import { z } from 'zod';
import { recorded } from '../bounces/record.ts';
import { archiveAnswer, digestAnswer, issueAnswer } from '../digests/answers.ts';
import { importReport } from '../lib/import-report.ts';
import { dayAnswer, papersAnswer, rankedPaper, searchAnswer, sourcesAnswer } from '../papers/answers.ts';
import { fetchReport } from '../papers/sources/fetch.ts';
import { paper } from '../papers/paper.ts';
import { problem } from '../lib/errors/problem.ts';
import { subscribeAnswer, subscriberAnswer, subscribersAnswer } from '../subscribers/answers.ts';

/** What is answered, by the name that the description has for it. */
const answers = {
  Archive: archiveAnswer,
  Day: dayAnswer,
  Digest: digestAnswer,
  FetchReport: fetchReport,
  ImportReport: importReport,
  Issue: issueAnswer,
  Paper: paper,
  Papers: papersAnswer,
  Problem: problem,
  RankedPaper: rankedPaper,
  Recorded: recorded,
  SearchResults: searchAnswer,
  Sources: sourcesAnswer,
  Subscribed: subscribeAnswer,
  Subscriber: subscriberAnswer,
  Subscribers: subscribersAnswer,
};
export type AnswerName = keyof typeof answers;

export const answerRef = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** Their JSON schemas. An answer may have more than they say some day, so they are not closed. */
export function answerSchemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(answers)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => answerRef(id).$ref,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      delete jsonSchema.additionalProperties;
      // What every whole number of JavaScript is within.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      // As JSON.stringify writes it.
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  });
  // The document as a whole says which dialect this is, and where each schema stands.
  for (const schema of Object.values(schemas)) {
    delete schema.$schema;
    delete schema.$id;
  }
  return schemas;
}
