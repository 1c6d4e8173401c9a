import type { Role } from './roles.ts';

/**
 * The role that each operator page requires. The server does not start if a page is missing here.
 * Pages that show subscribers' addresses, and actions that email subscribers, require the owner
 * role.
 */
const pages: Record<Role, string[]> = {
  viewer: [
    'GET /admin',
    'GET /admin/',
    'GET /admin/digests',
    'GET /admin/digests/:date',
    'GET /admin/digests/:date/preview',
    'GET /admin/digests/:date/domains',
    'GET /admin/papers',
    'GET /admin/papers/:id',
    'GET /admin/papers/sources',
    'GET /admin/account',
    'POST /admin/account/password',
    'POST /admin/account/time-zone',
    'POST /admin/account/sessions/:id/end',
    'GET /admin/account/second-factor',
    'POST /admin/account/second-factor',
    'POST /admin/account/second-factor/remove',
  ],
  editor: [
    'POST /admin/digests',
    'POST /admin/digests/:date/compose',
    'POST /admin/digests/:date/edit',
    'POST /admin/digests/:date/subject',
    'POST /admin/digests/:date/draft',
    'POST /admin/digests/:date/test',
    'GET /admin/papers/new',
    'POST /admin/papers/new',
    'POST /admin/papers/:id',
    'GET /admin/papers/import',
    'POST /admin/papers/import',
    'POST /admin/papers/fetch',
    'GET /admin/jobs/:id',
  ],
  owner: [
    'GET /admin/digests/:date/send',
    'POST /admin/digests/:date/send',
    'GET /admin/digests/:date/cancel',
    'POST /admin/digests/:date/cancel',
    'POST /admin/digests/:date/pause',
    'POST /admin/digests/:date/resume',
    'POST /admin/digests/:date/retry',
    'GET /admin/subscribers',
    'POST /admin/subscribers',
    'GET /admin/subscribers/export.csv',
    'GET /admin/subscribers/new',
    'POST /admin/subscribers/new',
    'GET /admin/subscribers/import',
    'POST /admin/subscribers/import',
    'GET /admin/subscribers/:id',
    'GET /admin/subscribers/:id/data.json',
    'POST /admin/subscribers/:id/:action',
    'GET /admin/suppressions',
    'POST /admin/suppressions',
    'POST /admin/suppressions/add',
    'GET /admin/suppressions/export.csv',
    'POST /admin/suppressions/lift',
    'POST /admin/jobs/:id',
    'GET /admin/keys',
    'POST /admin/keys',
    'POST /admin/keys/:id/revoke',
    'GET /admin/log',
    'GET /admin/operators',
    'POST /admin/operators',
    'POST /admin/operators/:id/role',
    'POST /admin/operators/:id/remove',
    'POST /admin/invites/:id/withdraw',
    'GET /inbox',
    'GET /inbox/messages.json',
    'GET /inbox/:id',
    'GET /inbox/:id.eml',
    'GET /inbox/:id.html',
  ],
};

const roles = new Map<string, Role>([
  ...pages.viewer.map((page) => [page, 'viewer'] as const),
  ...pages.editor.map((page) => [page, 'editor'] as const),
  ...pages.owner.map((page) => [page, 'owner'] as const),
]);

/** @throws Error for a page without a role */
export function roleFor(method: string, url: string): Role {
  const role = roles.get(`${method === 'HEAD' ? 'GET' : method} ${url}`);
  if (role === undefined) throw new Error(`${method} ${url} has no role in access.ts`);
  return role;
}
