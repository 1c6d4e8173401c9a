import { classify } from '../../outbox/classification/classify.ts';
import type { Classification } from '../../outbox/classification/reply.ts';
import { commandIn } from './command.ts';

/** Maximum characters of a report's text that are read. */
const maximumLength = 20_000;

/** Where the returned message starts. */
const originalMarker =
  /^[\s>*#=-]{0,60}((this is (a )?copy|copy of|below (is|this line)|original message|message headers? follow|unsent message|returned message|original mail|enclosed is|included is|the (header|body|text) of (the|your) original|your (original )?message (follows|was ?:)|message header|message text|undelivered message|received: (from|by)\b|return-path:|dkim-signature:|x-originating)|begin (message|forwarded))/im;

/** Sentences that a program writes in each bounce and that do not state the reason. */
const boilerplate = [
  /this (message|mail|e-?mail|report) was (created|generated) automatically by [^.\n]{0,80}\.?/gi,
  /a message (that you (have )?sent|sent by)[^:]{0,200}could not be delivered[^:]{0,300}:/gi,
  /i'm sorry to have to inform you[^.]{0,300}\./gi,
  /(if you do so|for further assistance|please,? (do not reply|contact|include|forward|visit))[^.\n]{0,200}\.?/gi,
  /this is a permanent error[^.:\n]{0,60}[.:]?/gi,
  /i've given up[^\n]{0,60}/gi,
  /your message (could not be|was not|couldn't be) (delivered|sent) to[^:\n]{0,200}[:\n]/gi,
  /(the following|each of the following) (address|recipient)[^:\n]{0,120}[:\n]/gi,
  /check for typos[^.]{0,80}\./gi,
  /learn more (here|at)[^\n]{0,200}/gi,
];

/** Returns the text of a report without the returned message. */
export function wordsOfReport(text: string): string {
  const head = text.slice(0, maximumLength);
  const start = originalMarker.exec(head)?.index ?? head.length;
  return head.slice(0, start).trim() === '' ? head : head.slice(0, start);
}

/**
 * A reply as programs quote it: after `said:`, `<<<`, `host x:`, an address, `ERROR_CODE :`, or at
 * the start of a line.
 */
const quotedReply =
  /(?:^|[\s:(>'"#])([45][0-5]\d)[ \t]?[-:;, )]|(?:^|[\s(#[<])([45]\.[0-7]\.\d{1,3})(?=[\s),:>\]]|$)/gm;

/** Replies that only follow from another one. */
const aftermath =
  /^[45]\d\d[ -](?:[45]\.\d\.\d )?(?:service unavailable|data format error|.{0,60}remote protocol error|too many errors)/i;

/** Returns the replies that a text quotes, each up to the end of its paragraph. */
function repliesIn(text: string): string[] {
  const starts = [...text.matchAll(quotedReply)].slice(0, 40).map((match) => startOf(text, match));
  return starts
    .map((start, n) => text.slice(start, Math.min(starts[n + 1] ?? text.length, start + 1000)))
    .map(
      (reply) => reply.split(/\n[ \t]*\n|\n(?=<<<|>>>|\.\.\. while|<[^>\s]{1,200}>)/, 1)[0] ?? '',
    )
    .filter((reply) => !aftermath.test(reply));
}

/**
 * A reply starts with its code. qmail writes only the enhanced code, after the text: `no mailbox
 * here by that name. (#5.1.1)`.
 */
function startOf(text: string, match: RegExpExecArray): number {
  const code = match.index + match[0].search(/\d/);
  return match[2] === undefined
    ? code
    : Math.max(text.lastIndexOf('\n\n', code), text.lastIndexOf('>:', code), code - 400, 0);
}

/**
 * An address at the start of a line and the text after its colon, as qmail, OpenSMTPD and Postfix
 * list them.
 */
const listed =
  /^[ \t]{0,8}<?([^\s<>,;:"'()@[\]]{1,64}@[^\s<>,;:"'()@[\]]{1,255})>?[^:]{0,40}:(.{0,1000})$/;

/** A line of a sendmail transcript that names the recipient after the code. */
const transcribed =
  /^[ \t]{0,8}[45]\d\d (?:[45]\.\d\.\d{1,3} )?<?([^\s<>,;:"'()@[\]]{1,64}@[^\s<>,;:"'()@[\]]{1,255})>?\.\.\. .{1,1000}$/;

/**
 * Returns the reasons of a message that names several recipients, one per recipient. A reason ends
 * at an empty line or at the next address.
 */
export function reasonsByRecipient(text: string): (Reason & { address: string })[] {
  const entries: { address: string; lines: string[] }[] = [];
  let open = false;
  for (const line of wordsOfReport(text).split('\n')) {
    const [whole = '', address, reason = whole] = transcribed.exec(line) ?? listed.exec(line) ?? [];
    if (address !== undefined) entries.push({ address, lines: [reason] });
    else if (open && line.trim() !== '') entries.at(-1)?.lines.push(line);
    open = address !== undefined || (open && line.trim() !== '');
  }
  return entries
    .slice(0, 100)
    .map(({ address, lines }) => ({ address, ...reasonInWords(lines.join('\n')) }))
    .filter(({ classification }) => !isVague(classification));
}

export interface Reason {
  diagnostic: string;
  classification: Classification;
}

/** Whether a rule is so general that another reply or the text may be more specific. */
function isVague({ rule }: Classification): boolean {
  return (
    rule.id === 'none' ||
    rule.id === 'no-recipient-left' ||
    rule.id.startsWith('reply-') ||
    rule.id === 'code-network' ||
    rule.id === 'code-security'
  );
}

/**
 * Returns why a message was returned, from its text: the first reply with a specific reason, else
 * the whole text.
 * @param status the enhanced status code of a report about it
 */
export function reasonInWords(text: string, status = ''): Reason {
  const words = wordsOfReport(text);
  const command = commandIn(words);
  const replies = repliesIn(words).map((reply) => ({
    diagnostic: reply,
    classification: classify({
      text: reply,
      command: commandIn(reply) ?? command,
      enhanced: status,
    }),
  }));
  const clear = replies.find(({ classification }) => !isVague(classification));
  if (clear !== undefined) return clear;
  const rest = boilerplate.reduce(
    (remaining, sentence) => remaining.replaceAll(sentence, ' '),
    words,
  );
  const whole = {
    diagnostic: rest,
    classification: classify({ text: rest, command, enhanced: status }),
  };
  return isVague(whole.classification) ? (replies[0] ?? whole) : whole;
}

/** Returns a reason from the text of a report if its fields are not specific. */
export function clearer(first: Classification, text: string, status: string): Reason | undefined {
  if (!isVague(first)) return undefined;
  const found = reasonInWords(text, status);
  return isVague(found.classification) ? undefined : found;
}
