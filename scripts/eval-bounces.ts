import { parseArgs } from 'node:util';
import { readLabelled } from './bounces/labelled.ts';
import { scoreMails, scoreReplies } from './bounces/score.ts';

// npm run eval:bounces -- FOLDER [--json]: scores the classifier of bounces and refusals on
// labelled ones. The folder has labels.json, mails/ and smtp-replies.txt.

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});

const [folder] = positionals;
if (folder === undefined) throw new Error('pass the folder of labelled bounces');
const labelled = readLabelled(folder);
if (labelled === undefined) throw new Error(`${folder} has no labelled bounces`);

const scores = { ...(await scoreMails(labelled.mails)), replies: scoreReplies(labelled.replies) };
if (options.json) console.log(JSON.stringify(scores));
else
  for (const [name, { part, whole, against }] of Object.entries(scores)) {
    console.log(`${name.padEnd(16)} ${(part / whole).toFixed(3)} (${part} of ${whole})`);
    for (const one of against) console.log(`  ${one}`);
  }
