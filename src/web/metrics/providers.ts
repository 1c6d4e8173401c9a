/** Mailbox providers by the domains of their addresses. Any other domain is `other`. */
const groups = {
  google: ['gmail.com', 'googlemail.com'],
  microsoft: [
    'outlook.com',
    'outlook.de',
    'outlook.fr',
    'hotmail.com',
    'hotmail.co.uk',
    'hotmail.de',
    'hotmail.fr',
    'live.com',
    'msn.com',
  ],
  yahoo: [
    'yahoo.com',
    'yahoo.co.uk',
    'yahoo.de',
    'yahoo.fr',
    'yahoo.co.jp',
    'ymail.com',
    'rocketmail.com',
    'aol.com',
  ],
  apple: ['icloud.com', 'me.com', 'mac.com'],
  gmx: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'gmx.com', 'web.de', 'mail.com'],
  tencent: ['qq.com', 'foxmail.com'],
  netease: ['163.com', '126.com', 'yeah.net'],
  mailru: ['mail.ru', 'bk.ru', 'list.ru', 'inbox.ru'],
  yandex: ['yandex.ru', 'yandex.com', 'ya.ru'],
  proton: ['proton.me', 'protonmail.com', 'pm.me'],
};

const pairs = Object.entries(groups).flatMap(([group, domains]) =>
  domains.map((domain) => ({ group, domain })),
);

/** Two parallel columns: the domain and its group. */
export const providerDomains = {
  domains: pairs.map(({ domain }) => domain),
  groups: pairs.map(({ group }) => group),
};
