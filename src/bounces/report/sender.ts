import type { Message } from './message.ts';

const daemonAddress =
  /^(mailer[-._]?daemon|postmaster|mail[-._]?daemon|mdaemon|mail[-._]delivery([-._]\w+)?|bounces?|no-?reply|noreply|devnull|mailsrv|mailadmin|smtp|system)(@|$)/i;
const daemonName =
  /(mail(er)?[ -]?(delivery|daemon)|delivery (sub)?system|system administrator|microsoft (outlook|exchange)|mail (administrator|system)|postmaster|mailer-daemon)/i;

/**
 * Subjects of bounces without a report. A person wrote a subject that starts with `Re:` or `Fwd:`.
 */
const failureSubject =
  /^\W*(undeliver|undelivered|unzustellbar|non[- ]?deliver|returned (mail|to sender)|failure notice|delivery (status|fail|has failed|incomplete|problem|error|report|notification|unsuccessful)|(e-?)?mail (delivery|system error|could not|failure|undeliverable|returned)|(could not|unable to) (deliver|send)|message (delivery|could not|not delivered|undeliverable|status)|permanent delivery|failed (mail|delivery|to deliver)|error (in|while|sending)|(e-?mail|message|mail|delivery)( delivery)? (failure|error|status|problem)|(avis de )?(non[- ])?remise|échec|echec|fehler (bei|beim|während)|nicht zustellbar|mensaje (de error|devuelto|no (se )?(ha podido|pudo|entreg)|rechazado)|não (foi )?(possível )?(entreg|envi)|notificación (de|sobre) (error|estado|entrega|falla)|не ?достав|недоставлен|ваше сообщение не|配信(不能|エラー|失敗|でき)|エラー|送信(エラー|失敗|でき)|退信|系统退信)/i;

/** Whether the sender is called a mail system. */
export function isNamedDaemon({ from, fromName }: Message): boolean {
  return from === '' || daemonAddress.test(from) || daemonName.test(fromName);
}

/** Whether a program sent it. Autoresponders have a null return path too (RFC 3834). */
export function isFromDaemon(message: Message): boolean {
  return isNamedDaemon(message) || /^return-path:\s{0,9}<>/im.test(message.header);
}

export function hasFailureSubject({ subject }: Message): boolean {
  return failureSubject.test(subject);
}

/** Whether a person replies or forwards; a report that they quote does not count. */
export function isFromPerson(message: Message): boolean {
  const answered = /^\W*(re|aw|sv|fw|fwd|wg|tr|rv|antw|回复|转发)(\[\d+\])?\s?:/i.test(
    message.subject,
  );
  return answered && !isFromDaemon(message);
}

/** Headers of automatic replies: RFC 3834, and those in use before it. */
const autoHeaders = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-autoreply-from',
  'x-vacation',
  'x-mail-autoreply',
];
const autoSubject =
  /^\W*(auto(matic|mated)?[- ]?(reply|response|answer)|out of (the )?office|away from|vacation|abwesen|automatische antwort|réponse automatique|respuesta autom|risposta automatica|automatisch antwoord|自動返信|自动回复|автоответ)/i;

/** Whether it is an out-of-office reply or the reply of a ticket system. */
export function isAutoReply({ header, headerNames, subject }: Message): boolean {
  return (
    /^auto-submitted:\s{0,9}auto-(replied|generated)/im.test(header) ||
    /^(precedence|x-precedence):\s{0,9}auto_?reply/im.test(header) ||
    autoHeaders.some((name) => headerNames.has(name)) ||
    autoSubject.test(subject)
  );
}
