/** The operator pages in the order of the navigation. */
export const navigation = [
  { href: '/admin', label: 'admin-overview' },
  { href: '/admin/digests', label: 'admin-digests' },
  { href: '/admin/subscribers', label: 'admin-subscribers' },
  { href: '/admin/papers', label: 'admin-papers' },
  { href: '/admin/keys', label: 'admin-keys' },
  { href: '/admin/operators', label: 'admin-operators' },
  { href: '/admin/log', label: 'admin-log' },
  { href: '/admin/account', label: 'admin-account' },
] as const;
