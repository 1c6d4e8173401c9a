import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ReplyClass } from '../../src/outbox/classification/reply.ts';

const label = z.object({
  rows: z.array(
    z.object({ status: z.string(), reply: z.string(), reason: z.string(), hard: z.boolean() }),
  ),
  disputed: z.boolean().optional(),
});

/** A bounce message with the labels of its corpus. */
export interface LabelledMail extends z.output<typeof label> {
  name: string;
  raw: Buffer;
}

/** An SMTP reply and the classes that are correct for it. */
export interface LabelledReply {
  provider: string;
  right: ReplyClass[];
  code: number;
  text: string;
}

/**
 * `A` address, `D` disabled, `F` full, `U` about us, `L` later, `C` content or size, `R` the
 * recipient's limits.
 */
const letters: Record<string, ReplyClass[]> = {
  A: ['mailbox-unknown', 'domain-unknown'],
  D: ['mailbox-disabled', 'mailbox-unknown'],
  F: ['mailbox-full'],
  U: ['about-us'],
  L: ['temporary'],
  C: ['content'],
  R: ['recipient-limit'],
};

/**
 * Reads the labelled bounces of a folder with `labels.json`, `mails/` and `smtp-replies.txt`;
 * undefined if the folder has no labels.
 */
export function readLabelled(
  folder: string,
): { mails: LabelledMail[]; replies: LabelledReply[] } | undefined {
  if (!existsSync(path.join(folder, 'labels.json'))) return undefined;
  const labels = z
    .record(z.string(), label)
    .parse(JSON.parse(readFileSync(path.join(folder, 'labels.json'), 'utf8')));
  const files = new Set(readdirSync(path.join(folder, 'mails')));
  const mails = Object.entries(labels)
    .filter(([name]) => files.has(`${name}.eml`))
    .map(([name, rows]) => ({
      ...rows,
      name,
      raw: readFileSync(path.join(folder, 'mails', `${name}.eml`)),
    }));
  const replies = readFileSync(path.join(folder, 'smtp-replies.txt'), 'utf8')
    .split('\n')
    .flatMap(readReply);
  return { mails, replies };
}

/** Parses `provider|right|reply`, optionally followed by more letters of correct classes. */
function readReply(line: string): LabelledReply[] {
  const [provider = '', right = '', reply = '', ...others] = line.split('|');
  const code = Number(reply.slice(0, 3));
  if (line.startsWith('#') || !Number.isInteger(code) || code < 400) return [];
  return [
    {
      provider,
      right: [right, ...others].flatMap((letter) => letters[letter] ?? []),
      code,
      text: reply.slice(4),
    },
  ];
}
