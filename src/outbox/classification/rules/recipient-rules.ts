import type { Rule } from '../reply.ts';

/**
 * Limits and filters of the recipient: the mailbox exists but refuses this message, or all messages
 * for now.
 */
export const recipientRules: Rule[] = [
  {
    id: 'unknown-by-code-and-words',
    class: 'mailbox-unknown',
    provider: 'any',
    source: 'RFC 3463 3.2, 5.1.1, with the same verdict as the first words: advice may follow',
    enhanced: /^5\.1\.1$/,
    words:
      /^[\s@:.,;()#-]{0,8}(?:recipient address rejected: )?(?:(?:user|recipient|mailbox|account|addressee)(?: @)? (?:(?:is |was )?(?:unknown|not found)|(?:does not|no longer|not) exists?)|(?:no such|unknown|invalid) (?:user|recipient|mailbox|account)(?: here)?)(?= ?(?:[.;,!(-]|helo|$))/,
    except: /\b(try|retry) (it )?(again )?later|migration|maintenance/,
    exceptCommands: ['connect', 'mail', 'data'],
  },
  {
    id: 'receiving-rate',
    class: 'recipient-limit',
    provider: 'Gmail, Microsoft 365, Yahoo',
    source: 'The user is receiving mail too quickly, at a rate that prevents more',
    words:
      /receiving (e-?mails?|mails?|messages?) (at a rate|too|so)|(user|recipient|mailbox|account)( has| is)? (receiv(ed|ing) too many|exceeded (his|her|its|their|the) (hourly|daily|receiv|number of messages))|recipient'?s? (hourly|daily|per hour) |message receive limit/,
  },
  {
    id: 'recipient-refuses',
    class: 'recipient-limit',
    provider: 'any',
    source: 'The recipient has blocked the sender, or takes mail of known senders only',
    words:
      /(blocked|rejected|refused|declined|filtered|restricted) by (the )?(recipient|user|addressee|mailbox owner|owner)\b(?!'?s? (domain|server|mail|system|organi))|(recipient|user|addressee|mailbox|owner|he|she)( has| is| does| do| will| only){0,3}( not)? (block(ed|ing)? (you|your|mail|e-?mail|message|the sender|this sender|sender)|accept(s|ing)? (any )?(mail|e-?mail|message)s? (only )?from|want(s|ed)? (to receive )?(your|any|this)|refus(ed|es) (to|your|mail|message))|only accepts? (mail|e-?mail|message)s? from|not accepting (mail|e-?mail|message)s? from|recipient('s)? (preference|filter|rule|setting|(block|white|allow) ?list)|has restricted|restricted to|not (a |an )?(list )?(member|subscriber)s? (of|to)\b(?! domain)|only (members|subscribers)|members only|closed (mailing )?list|moderated|(allowed|safe|trusted|approved)[ -]senders?|permission to post|not allowed to post|(mailbox|account|recipient|user) .{0,40}\bis (restricted|not allowed)|group .{0,80}may not exist, or you may not have permission|\bexternal (mail|e-?mail|message|sender|source)s?\b|指定受信/,
  },
];
