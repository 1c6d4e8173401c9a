import { classify } from '../../outbox/classification/classify.ts';
import { enhancedOfField } from '../../outbox/classification/codes.ts';
import { commandIn } from './command.ts';
import { readFieldGroups, untyped } from './fields.ts';
import { type Message, partOf } from './message.ts';
import { clearer } from './prose.ts';
import type { FailedRecipient, Report } from './report.ts';

type Group = Map<string, string>;

/** Returns a text from the first field of a delivery status on. */
function fromField(text: string): string {
  const start = text.search(/^(?:reporting-mta|(?:final|original)-recipient|action|status):/im);
  return start < 0 ? '' : text.slice(start);
}

/**
 * The recipient groups of a delivery status notification (RFC 3464), in a message part or in the
 * text.
 */
function recipientGroups(message: Message): Group[] {
  const part = partOf(message, /^message\/(global-)?delivery-status$/);
  const text = part ?? fromField(message.text);
  const groups = readFieldGroups(text).filter(
    (group) => group.has('action') || group.has('status'),
  );
  return part === undefined
    ? groups.filter((group) => group.has('final-recipient') || group.has('original-recipient'))
    : groups;
}

/** Reads a delivery status notification; undefined if the message has none. */
export function readDeliveryStatus(message: Message): Report | undefined {
  const groups = recipientGroups(message);
  if (groups.length === 0) return undefined;
  const failed = groups.filter((group) => actionOf(group).startsWith('failed'));
  if (failed.length > 0 && failed.length === groups.length)
    return { kind: 'bounce', failed: failed.map((group) => recipientOf(group, message)) };
  // If one of several recipients was reached, the address works.
  return {
    kind: groups.every((group) => actionOf(group).startsWith('delayed')) ? 'delay' : 'delivered',
  };
}

function actionOf(group: Group): string {
  return (group.get('action') ?? 'failed').toLowerCase();
}

function recipientOf(group: Group, message: Message): FailedRecipient {
  const status = enhancedOfField(group.get('status') ?? '');
  const diagnostic = untyped(group.get('diagnostic-code')) ?? '';
  const server = untyped(group.get('remote-mta'));
  const command = commandIn(diagnostic) ?? commandIn(message.text);
  const first = classify({ text: diagnostic, enhanced: status, command, server });
  const better = clearer(first, message.text, status);
  return {
    address: addressOf(group),
    status: status === '' ? undefined : status,
    diagnostic: better?.diagnostic ?? diagnostic,
    classification: better?.classification ?? first,
  };
}

function addressOf(group: Group): string | undefined {
  const field =
    group.get('final-recipient') ??
    group.get('original-recipient') ??
    group.get('x-actual-recipient');
  return untyped(field)?.replaceAll(/[<>]/g, '').trim();
}
