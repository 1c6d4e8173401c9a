/** Where in the dialogue a reply came. */
export type Stage = 'connect' | 'mail' | 'rcpt' | 'data';

/** A refusal by the SMTP server. */
export interface Reply {
  stage: Stage;
  /** 4xx or 5xx. */
  code: number;
  text: string;
}

/** What is known of a failure: an SMTP reply, or the fields of a report about one. */
export interface ReplyFacts {
  /** The reply code, such as 550; taken from the text where absent. */
  code?: number | undefined;
  /** The enhanced status code of a report; a code in the text takes precedence. */
  enhanced?: string | undefined;
  text: string;
  /** The command that was refused, where known. */
  command?: Stage | undefined;
  /** The host that said so, where known. */
  server?: string | undefined;
}

/** What a failure is about. */
export type ReplyClass =
  | 'mailbox-unknown'
  | 'domain-unknown'
  | 'mailbox-disabled'
  | 'mailbox-full'
  | 'about-us'
  | 'content'
  | 'recipient-limit'
  | 'temporary'
  | 'unknown';

/** One rule of the table. All of its conditions must hold. */
export interface Rule {
  id: string;
  class: ReplyClass;
  /** Whose wording it is; `any` where it is common. */
  provider: string;
  /** The standard, documentation page or wording that the rule stands for. */
  source: string;
  /** False where the failure may pass although the reply is permanent. */
  permanent?: false;
  /** Reply codes. */
  reply?: number[];
  /** The enhanced status code, or ''. */
  enhanced?: RegExp;
  /** The words without addresses, links and host names; lower case. */
  words?: RegExp;
  /** The whole text, in lower case. */
  mark?: RegExp;
  /** Words that must be absent. */
  except?: RegExp;
  /** The host that replied. */
  server?: RegExp;
  /** Only these commands, where the command is known to be one of them. */
  commands?: Stage[];
  /** Not these commands; a command that is not known passes. */
  exceptCommands?: Stage[];
}

export interface Classification {
  class: ReplyClass;
  /** Whether the same mail would be refused again: a 5xx that is not known to pass. */
  permanent: boolean;
  /** The rule that decided; its own class says what a `temporary` refusal is about. */
  rule: Pick<Rule, 'id' | 'class' | 'provider' | 'source'>;
  /** The enhanced status code that counted, or ''. */
  enhanced: string;
  /** The reply code that counted. */
  code: number | undefined;
}
