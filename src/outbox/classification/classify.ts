import { findEnhanced, findReplyCode, saysNothing } from './codes.ts';
import { normalize, type NormalText } from './normalize.ts';
import type { Classification, ReplyFacts, Rule, Stage } from './reply.ts';
import { noRule, rules } from './rules.ts';

interface Facts extends NormalText {
  code: number | undefined;
  enhanced: string;
  command: Stage | undefined;
  server: string;
}

/** Determines what a failure is about, using the rules of one table. */
export function classify(failure: ReplyFacts): Classification {
  const facts = factsOf(failure);
  const rule = rules.find((rule) => matches(rule, facts)) ?? noRule;
  const later = isTemporary(failure, facts);
  return {
    class: later && !standsWhenTemporary(rule) ? 'temporary' : rule.class,
    permanent: !later && rule.permanent !== false,
    rule: { id: rule.id, class: rule.class, provider: rule.provider, source: rule.source },
    enhanced: facts.enhanced,
    code: facts.code,
  };
}

function factsOf({ code, enhanced = '', text, command, server = '' }: ReplyFacts): Facts {
  const normal = normalize(text);
  const found = findEnhanced(normal.fullText);
  return {
    ...normal,
    code: code ?? findReplyCode(normal.fullText),
    enhanced: saysNothing(found) && enhanced !== '' ? enhanced : found,
    command,
    server: server.toLowerCase(),
  };
}

function matches(rule: Rule, facts: Facts): boolean {
  return matchesCodes(rule, facts) && matchesCommand(rule, facts) && matchesText(rule, facts);
}

function matchesCodes(rule: Rule, { code, enhanced }: Facts): boolean {
  return (
    (rule.reply === undefined || (code !== undefined && rule.reply.includes(code))) &&
    (rule.enhanced === undefined || rule.enhanced.test(enhanced))
  );
}

function matchesCommand(rule: Rule, { command }: Facts): boolean {
  return (
    (rule.commands === undefined || (command !== undefined && rule.commands.includes(command))) &&
    (command === undefined || rule.exceptCommands?.includes(command) !== true)
  );
}

function matchesText(rule: Rule, { fullText, words, server }: Facts): boolean {
  return (
    (rule.server === undefined || rule.server.test(server)) &&
    (rule.fullText === undefined || rule.fullText.test(fullText)) &&
    (rule.words === undefined || rule.words.test(words)) &&
    (rule.except === undefined || !rule.except.test(words))
  );
}

/** Whether the reply, or the report about it, has a 4xx code: the milder of the two applies. */
function isTemporary({ enhanced = '' }: ReplyFacts, facts: Facts): boolean {
  if (facts.code !== undefined && facts.code < 500) return true;
  return facts.enhanced.startsWith('4') || enhanced.startsWith('4');
}

/** Whether a rule applies even if the code is temporary: a full mailbox, a nonexistent domain. */
function standsWhenTemporary(rule: Rule): boolean {
  return (
    rule.class === 'mailbox-full' || (rule.class === 'domain-unknown' && rule.words !== undefined)
  );
}
