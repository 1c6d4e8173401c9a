import type { Message } from './message.ts';
import { reasonInWords, reasonsByRecipient, wordsOfReport } from './prose.ts';
import type { Report } from './report.ts';
import {
  hasFailureSubject,
  isAutoReply,
  isFromDaemon,
  isFromPerson,
  isNamedDaemon,
} from './sender.ts';

const delaySubject = /\b(delay(ed)?|warning|still being retried|not yet been delivered)\b/i;
const delayWords =
  /(has|have) (not yet been|been) delayed|has not yet been delivered|not yet been delivered|delivery attempts will continue|this is a warning|warning( message)? only|will be retried|(do|does) not need to re-?send|temporary failure report|still being retried|will (keep|continue) trying|message is delayed|will retry for|temporary problem delivering/i;

/**
 * Phrases of programs that return messages. A message of a daemon without them is a notice of
 * another kind.
 */
const failureWords =
  /(could not|couldn't|cannot|can't|can not|not able to|unable to|wasn't|was not|not) (be )?(deliver|sen[dt]|reach|complete)|undeliver|deliver(y|ing)?.{0,40}(fail|unsuccessful|problem|error|status)|failed|fail(ure|ing)|return(ed|ing) (mail|message|to sender)|unknown (user|host|recipient|address)|user unknown|reject|mailbox|error|permanent|bounce|[45]\d\d[ -]|недостав|не может быть доставлено|送信できません|配信できません|ありません|无法|退回/i;

/**
 * Phrases that only a returned message has. A message that is not from a mail system by name needs
 * one: people write of errors, and autoresponders quote telephone numbers.
 */
const returnWords =
  /(could not|couldn't|cannot|can't|can not|not able to|unable to|wasn't|was not) (be )?(deliver|sen[dt]|reach)|undeliver|deliver(y|ing)?.{0,40}(fail|unsuccessful)|return(ed|ing) (mail|message|to sender)|unknown (user|host|recipient|address)|user unknown|недостав|не может быть доставлено|送信できません|配信できません|退回/i;

/**
 * Reads a bounce without a report, as from qmail, older Exim, Exchange 2003, IMail and gateways, or
 * returns what else the message is.
 */
export function readUnreported(message: Message): Report {
  if (isFromPerson(message)) return { kind: 'other' };
  const named = message.headerNames.has('x-failed-recipients');
  if (!named && !isBounce(message)) return { kind: isAutoReply(message) ? 'auto-reply' : 'other' };
  const words = wordsOfReport(message.text);
  if (
    delayWords.test(words.slice(0, 4000)) ||
    (delaySubject.test(message.subject) && !hasGivenUp(words))
  )
    return { kind: 'delay' };
  const reasons = reasonsByRecipient(message.text);
  const found =
    reasons.length > 1
      ? reasons
      : [{ address: recipientIn(message, words), ...reasonInWords(message.text) }];
  return {
    kind: 'bounce',
    failed: found.map((reason) => ({
      ...reason,
      status: reason.classification.enhanced || undefined,
    })),
  };
}

function isBounce(message: Message): boolean {
  if (isFromDaemon(message)) {
    return (
      hasFailureSubject(message) ||
      delaySubject.test(message.subject) ||
      (!isAutoReply(message) && saysFailure(message))
    );
  }
  return hasFailureSubject(message) && !isAutoReply(message) && saysFailure(message);
}

/** Whether the text, without what a person quotes, says that a message was returned. */
function saysFailure(message: Message): boolean {
  const words = isNamedDaemon(message) ? failureWords : returnWords;
  return words.test(message.text.slice(0, 4000).replaceAll(/^>(?!>).*$/gm, ''));
}

function hasGivenUp(words: string): boolean {
  return /giv(e|en|ing) up|permanent|will not (try|retry)|failed/i.test(words);
}

function recipientIn({ header }: Message, words: string): string | undefined {
  const named = /^x-failed-recipients:\s{0,9}([^\s,]{3,320})/im.exec(header)?.[1];
  return named ?? /[^\s<>,;:"'()@[\]]{1,64}@[^\s<>,;:"'()@[\]]{1,255}/.exec(words)?.[0];
}
