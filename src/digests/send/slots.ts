import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { Digest } from '../digest.ts';
import { insertDueSlots, type OpenSlot } from './sql/slots.ts';

/** The slot of a manual send: every reader, whatever their zone and hour. */
const everybody = { timezone: '*', hour: -2 };

export function isEverybody({ timezone }: Pick<OpenSlot, 'timezone'>): boolean {
  return timezone === everybody.timezone;
}

/** Fires the slots whose due time has come: from now on their readers are being queued. */
export async function fireSlots(ctx: Context, digest: Digest): Promise<void> {
  const { DIGEST_TIME: time, DIGEST_TIMEZONE: zone } = ctx.config;
  if (digest.sendAt === null) return insertDueSlots(ctx.db, digest, { time, zone }, ctx.now());
  if (digest.sendAt <= ctx.now()) await fireEverybody(ctx.db, digest.id, ctx.now());
}

/** Queues every reader whatever their hour; asked again, it looks for readers who are new since. */
export async function fireEverybody(
  { prisma }: DbClient,
  digestId: number,
  now: Date,
): Promise<void> {
  await prisma.slot.createMany({
    data: [{ digestId, ...everybody, dueAt: now }],
    skipDuplicates: true,
  });
  await prisma.slot.updateMany({
    where: { digestId, ...everybody, doneAt: { not: null } },
    data: { cursor: 0, doneAt: null },
  });
}

/** Whether everybody was queued, or is being queued. */
export async function isFired({ prisma }: DbClient, digestId: number): Promise<boolean> {
  return (await prisma.slot.count({ where: { digestId, ...everybody } })) > 0;
}

/** The slot whose readers are queued next. */
export function openSlot({ prisma }: DbClient, digestId: number): Promise<OpenSlot | null> {
  return prisma.slot.findFirst({
    where: { digestId, doneAt: null },
    orderBy: [{ dueAt: 'asc' }, { timezone: 'asc' }, { hour: 'asc' }],
  });
}

/** Stores how far a slot is. @param last the last subscriber id that was looked at */
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
