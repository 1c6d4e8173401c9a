import { z } from 'zod';
import { OperatorRole } from '../../generated/prisma/enums.ts';

/** `viewer` reads, `editor` edits papers and drafts, `owner` may do everything. */
export const operatorRole = z.enum(OperatorRole, Object.keys(OperatorRole).join(', '));
export type Role = z.output<typeof operatorRole>;

/** Each role includes the permissions of the preceding ones. */
const order: Role[] = ['viewer', 'editor', 'owner'];

export function mayAct(role: Role, needed: Role): boolean {
  return order.indexOf(role) >= order.indexOf(needed);
}

export const roleWords = {
  viewer: 'admin-role-viewer',
  editor: 'admin-role-editor',
  owner: 'admin-role-owner',
} as const satisfies Record<Role, string>;
