import type { Context } from '../../context.ts';

/** Deletes the stored rows of a list. */
export function discardImport(ctx: Context, id: number): Promise<void> {
  return discardImports(ctx, [id]);
}

/** Deletes lists that were not imported within a day. */
export async function deleteOldImports(ctx: Context): Promise<void> {
  const createdAt = { lt: new Date(ctx.now().getTime() - 86_400_000) };
  const old = await ctx.db.prisma.subscriberImport.findMany({ where: { createdAt } });
  await discardImports(
    ctx,
    old.map(({ id }) => id),
  );
}

async function discardImports({ db: { prisma } }: Context, ids: number[]): Promise<void> {
  await prisma.subscriberImportRow.deleteMany({ where: { importId: { in: ids } } });
  await prisma.subscriberImport.deleteMany({ where: { id: { in: ids } } });
}
