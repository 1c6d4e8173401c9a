/** The SMTP command that was answered. */
export type Stage = 'connect' | 'mail' | 'rcpt' | 'data';

/** A refusal by the SMTP server. */
export interface Reply {
  stage: Stage;
  /** 4xx or 5xx. */
  code: number;
  text: string;
}

/** What is known about a failure: an SMTP reply, or the fields of a report about one. */
export interface ReplyFacts {
  /** The reply code, such as 550; read from the text if absent. */
  code?: number | undefined;
  /** The enhanced status code of a report; a code in the text takes precedence. */
  enhanced?: string | undefined;
  text: string;
  /** The refused command, if known. */
  command?: Stage | undefined;
  /** The host that replied, if known. */
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
  /** The provider that uses this wording; `any` if several do. */
  provider: string;
  /** The standard, documentation page or wording on which the rule is based. */
  source: string;
  /** False if the failure may be temporary although the reply is permanent. */
  permanent?: false;
  /** Reply codes. */
  reply?: number[];
  /** Matches the enhanced status code, or ''. */
  enhanced?: RegExp;
  /** Matches the lower-case text without addresses, links and host names. */
  words?: RegExp;
  /** Matches the whole text in lower case. */
  fullText?: RegExp;
  /** Must not match the text. */
  except?: RegExp;
  /** Matches the host that replied. */
  server?: RegExp;
  /** The rule applies only to these commands, and not if the command is unknown. */
  commands?: Stage[];
  /** The rule does not apply to these commands, but does if the command is unknown. */
  exceptCommands?: Stage[];
}

export interface Classification {
  class: ReplyClass;
  /** Whether the same email would be refused again: a 5xx that is not known to be temporary. */
  permanent: boolean;
  /** The matching rule. The class of the rule says what a `temporary` refusal is about. */
  rule: Pick<Rule, 'id' | 'class' | 'provider' | 'source'>;
  /** The enhanced status code used, or ''. */
  enhanced: string;
  /** The reply code used. */
  code: number | undefined;
}
