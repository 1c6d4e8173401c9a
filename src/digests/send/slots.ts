import type { Config } from '../../config/config.ts';
import type { DbClient } from '../../db/client.ts';
import type { Digest } from '../digest.ts';
import { insertDueSlots, type OpenSlot } from './sql/slots.ts';

/** The slot of a manual send: every reader, regardless of time zone and hour. */
const everybody = { timezone: '*', hour: -2 };

export function isEverybody({ timezone }: Pick<OpenSlot, 'timezone'>): boolean {
  return timezone === everybody.timezone;
}

/**
 * Whether a slot contains most readers: the slot of all readers, and usually that of readers without
 * a choice.
 */
export function isDense(slot: Pick<OpenSlot, 'timezone' | 'hour'>): boolean {
  return isEverybody(slot) || (slot.timezone === '' && slot.hour === -1);
}

/** Inserts the slots whose due time has passed. Their readers are then queued. */
export async function insertSlots(
  { DIGEST_TIME: time, DIGEST_TIMEZONE: zone }: Config,
  tx: DbClient,
  digest: Digest,
  now: Date,
): Promise<void> {
  if (digest.sendAt === null) return insertDueSlots(tx, digest, { time, zone }, now);
  if (digest.sendAt <= now) await insertSlotOfAll(tx, digest.id, now);
}

/** Inserts the slot of all readers. */
export async function insertSlotOfAll(
  { prisma }: DbClient,
  digestId: number,
  now: Date,
): Promise<void> {
  await prisma.slot.createMany({
    data: [{ digestId, ...everybody, dueAt: now }],
    skipDuplicates: true,
  });
}

/** Reopens the slot of all readers for those who are new since they were queued. */
export async function reopenSlotOfAll(
  { prisma }: DbClient,
  digestId: number,
  now: Date,
): Promise<void> {
  await prisma.slot.updateMany({
    where: { digestId, ...everybody, doneAt: { not: null } },
    data: { cursor: 0, doneAt: null, dueAt: now },
  });
}

/** Whether all readers were queued or are being queued. */
export async function hasSlotOfAll({ prisma }: DbClient, digestId: number): Promise<boolean> {
  return (await prisma.slot.count({ where: { digestId, ...everybody } })) > 0;
}

/** The slot whose readers are queued next. */
export function openSlot({ prisma }: DbClient, digestId: number): Promise<OpenSlot | null> {
  return prisma.slot.findFirst({
    where: { digestId, doneAt: null },
    orderBy: [{ dueAt: 'asc' }, { timezone: 'asc' }, { hour: 'asc' }],
  });
}

/**
 * Stores the progress of a slot.
 * @param last the last subscriber id processed
 */
export async function advanceSlot(
  { prisma }: DbClient,
  digestId: number,
  { timezone, hour, cursor }: OpenSlot,
  { last, done }: { last: number | null; done: boolean },
  now: Date,
): Promise<void> {
  await prisma.slot.update({
    where: { digestId_timezone_hour: { digestId, timezone, hour } },
    data: { cursor: last ?? cursor, doneAt: done ? now : null },
  });
}
