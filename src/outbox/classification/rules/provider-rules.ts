import type { Rule } from '../reply.ts';

/**
 * Wordings and codes that only one provider uses. They come first, because each is more specific
 * than the status code next to it. A wording that a provider uses for several causes is left to the
 * general rules.
 */
export const providerRules: Rule[] = [
  {
    id: 'microsoft-recipient-access-denied',
    class: 'mailbox-unknown',
    provider: 'Microsoft 365',
    source:
      'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr (5.4.1: directory-based edge blocking)',
    reply: [550],
    enhanced: /^5\.4\.1$/,
    words: /recipient address(es)? rejected ?: access denied/,
    exceptCommands: ['connect', 'mail', 'data'],
  },
  {
    id: 'postfix-recipient-access-denied',
    class: 'recipient-limit',
    provider: 'Postfix',
    source:
      'https://www.postfix.org/access.5.html: REJECT for the recipient (554 5.7.1); of a client or a sender it says “Client host” or “Sender address rejected”',
    enhanced: /^5\.7\.1$/,
    words: /recipient address rejected: access denied/,
    exceptCommands: ['connect', 'mail', 'data'],
  },
  {
    id: 'microsoft-resolver-recipient',
    class: 'mailbox-unknown',
    provider: 'Microsoft Exchange',
    source: 'Exchange routing: RESOLVER.ADR.RecipNotFound, ExRecipNotFound, RecipientNotFound',
    fullText: /resolver\.adr\.(ex)?recip(ient)?notfound/,
  },
  {
    id: 'microsoft-resolver-restriction',
    class: 'recipient-limit',
    provider: 'Microsoft Exchange',
    source:
      'Exchange routing: RESOLVER.RST.NotAuthorized, AuthRequired, RestrictedToRecipientsPermission',
    fullText: /resolver\.rst\.(notauth|authrequired|restricted|delivery|sendernot)/,
  },
  {
    id: 'microsoft-recipient-rate',
    class: 'recipient-limit',
    provider: 'Microsoft 365',
    source:
      'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr (5.2.121, 5.2.122: the recipient’s hourly limit)',
    enhanced: /^[45]\.2\.12[0-9]$/,
  },
  {
    id: 'microsoft-no-such-domain',
    class: 'domain-unknown',
    provider: 'Microsoft Exchange',
    source:
      'Exchange: SMTPSEND.DNS.NonExistentDomain; Microsoft 365: 5.4.310, DNS domain does not exist',
    fullText: /smtpsend\.dns\.nonexistentdomain|\b5\.4\.310\b/,
  },
  {
    id: 'kddi-filter',
    class: 'recipient-limit',
    provider: 'KDDI au',
    source:
      'au omits the address if the recipient’s filter refuses; for unknown mailboxes it writes <address>: User unknown',
    fullText: /^(550|5\.1\.351 .{0,90}550|550 5\.1\.351 .{0,90}550)? ?: user unknown/,
  },
  {
    id: 'docomo-filter',
    class: 'recipient-limit',
    provider: 'NTT docomo',
    source: 'docomo refuses with 5.2.0 what the recipient’s settings refuse; unknown is 5.1.1',
    enhanced: /^5\.2\.0$/,
    fullText: /unknown user .{0,64}@docomo\.ne\.jp/,
  },
  {
    id: 'docomo-full',
    class: 'mailbox-full',
    provider: 'NTT docomo',
    source: 'docomo: Too much mail data, if the mailbox is full',
    words: /too much mail data/,
  },
  {
    id: 'microsoft-recipient-unknown-351',
    class: 'mailbox-unknown',
    provider: 'Microsoft 365',
    source:
      'Microsoft 365: 5.1.351, the remote server says that the recipient is unknown or the mailbox unavailable',
    fullText: /5\.1\.351 remote server returned unknown recipient/,
  },
  {
    id: 'microsoft-reputation',
    class: 'about-us',
    provider: 'Outlook.com',
    source:
      'https://sendersupport.olc.protection.outlook.com/pm/troubleshooting (SC-, RP-, DY-, OU-00n)',
    fullText: /\b(sc|rp|dy|ou|od)-00\d\b/,
  },
  {
    id: 'yahoo-reputation',
    class: 'about-us',
    provider: 'Yahoo',
    source: 'https://senders.yahooinc.com/smtp-error-codes/ (TSS, PH, BL, GL, PR, IPTS, VS, CON)',
    fullText: /\[(ts|tss|ph|bl|gl|pr|ipts?|vs|con|rl)\d{0,4}\]/,
  },
  {
    id: 'aol-reputation',
    class: 'about-us',
    provider: 'AOL',
    source: 'https://postmaster.aol.com/error-codes ((RTR:BL), (HVU:B1), (CON:B1), (DYN:T1) …)',
    fullText: /\b(rtr|hvu|rly|con|dyn|dmarc|mff):[a-z0-9]{1,3}\b/,
  },
  {
    id: 'google-blocked-content',
    class: 'content',
    provider: 'Gmail',
    source:
      'https://support.google.com/a/answer/3726730 (5.7.0: the content presents a potential security issue)',
    words: /content presents a potential security issue/,
  },
  {
    id: 'google-help-no-such-user',
    class: 'mailbox-unknown',
    provider: 'Gmail',
    source: 'https://support.google.com/a/answer/3726730 (p=NoSuchUser)',
    fullText: /[?&]p=nosuchuser\b/,
  },
  {
    id: 'google-help-disabled-user',
    class: 'mailbox-disabled',
    provider: 'Gmail',
    source:
      'https://support.google.com/a/answer/3726730 (p=DisabledUser); an administrator may restore the account',
    permanent: false,
    fullText: /[?&]p=disableduser\b/,
  },
  {
    id: 'google-help-over-quota',
    class: 'mailbox-full',
    provider: 'Gmail',
    source: 'https://support.google.com/a/answer/3726730 (p=OverQuotaPerm, OverQuotaTemp)',
    fullText: /[?&]p=overquota/,
  },
  {
    id: 'google-help-receiving-rate',
    class: 'recipient-limit',
    provider: 'Gmail',
    source: 'https://support.google.com/a/answer/3726730 (p=ReceivingRate, ReceivingRatePerm)',
    fullText: /[?&]p=receivingrate/,
  },
  {
    id: 'apple-policy',
    class: 'about-us',
    provider: 'iCloud',
    source: 'https://support.apple.com/102322 (HM08, CS01: rejected by local policy)',
    fullText: /\[(hm|cs|clr)\d\d\]/,
  },
  {
    id: 'orange-unknown',
    class: 'mailbox-unknown',
    provider: 'Orange, La Poste',
    source: 'https://postmaster.orange.fr (416: the address does not exist)',
    fullText: /\b(ofr|lpn)\d{0,4}_416\b/,
  },
  {
    id: 'orange-full',
    class: 'mailbox-full',
    provider: 'Orange, La Poste',
    source: 'https://postmaster.orange.fr (417: the mailbox is full)',
    fullText: /\b(ofr|lpn)\d{0,4}_417\b/,
  },
  {
    id: 'orange-disabled',
    class: 'mailbox-disabled',
    provider: 'Orange, La Poste',
    source: 'https://postmaster.orange.fr (418, 420: inactive, archived)',
    fullText: /\b(ofr|lpn)\d{0,4}_(418|420)\b/,
  },
  {
    id: 'orange-refused',
    class: 'about-us',
    provider: 'Orange, La Poste',
    source:
      'https://postmaster.orange.fr (1nn, 2nn, 5nn: connections, service, spam; 999: address blocked)',
    fullText: /\b(ofr|lpn)\d{0,4}_([125]\d\d|40[0-5]|999)\b/,
  },
  {
    id: 'netease-unknown',
    class: 'mailbox-unknown',
    provider: '163, 126, Coremail',
    source: 'http://help.163.com (RC:NE: the account does not exist)',
    fullText: /\brc:ne\b/,
  },
  {
    id: 'netease-policy',
    class: 'about-us',
    provider: '163, 126, Coremail',
    source: 'http://mail.163.com/help/help_spam_16.htm (DT:, MI:, RP:, HL:, IP:, CF: codes)',
    fullText:
      /\b(dt:sp[a-z]|mi:[a-z]{3}|rp:[a-z]{3}|hl:[a-z]{3}|ip:[a-z]{2}|cf:[a-z]{2})\b|no smtp mx only/,
  },
  {
    id: 'tencent-refused-by-recipient',
    class: 'recipient-limit',
    provider: 'QQ, Tencent Exmail',
    source: 'https://service.mail.qq.com: Mail is rejected by recipients',
    words: /mail is rejected by recipients?/,
  },
  {
    id: 'tencent-receiving-rate',
    class: 'recipient-limit',
    provider: 'QQ, Tencent Exmail',
    source: 'https://service.mail.qq.com: the recipient receives too many messages for now',
    words: /mailbox unavailable or access denied/,
  },
  {
    id: 'tencent-frequency',
    class: 'about-us',
    provider: 'QQ, Tencent Exmail',
    source: 'https://service.mail.qq.com: IP, Sender, Domain, Connection frequency limited',
    words: /frequency (is )?limit/,
  },
  {
    id: 'gmx-nemesis',
    class: 'about-us',
    provider: 'GMX, Web.de, mail.com, IONOS',
    source: 'https://postmaster.gmx.net: Nemesis ESMTP Service not available',
    fullText: /nemesis esmtp service not available/,
  },
  {
    id: 'gmx-sender',
    class: 'about-us',
    provider: 'GMX, Web.de, mail.com, IONOS',
    source:
      'https://postmaster.gmx.com/en/error-messages: the first line is always “mailbox unavailable”, the last line states the reason',
    words:
      /mailbox unavailable .{0,20}(invalid dns mx|(unauthorized )?sender|failure sending mail|mail (rate|send) limit)/,
  },
  {
    id: 't-online-blocked',
    class: 'about-us',
    provider: 'T-Online',
    source: 'https://postmaster.t-online.de: ask your postmaster, contact tosa@rx.t-online.de',
    fullText: /ask your postmaster for help|tosa@rx\.t-online/,
  },
  {
    id: 'acceptable-use-code',
    class: 'about-us',
    provider: 'Cox, Charter, Spectrum',
    source: 'https://www.spectrum.net/support/internet/understanding-email-error-codes (AUP#…)',
    fullText: /\baup#/,
  },
  {
    id: 'comcast-blocked',
    class: 'about-us',
    provider: 'Comcast',
    source:
      'https://postmaster.comcast.net/smtp-error-codes.php (BL, RL, DM, PH, CT with six digits)',
    fullText: /\b(bl|rl|dm|ph|ct)00\d{4}\b/,
  },
  {
    id: 'godaddy-blocked',
    class: 'about-us',
    provider: 'GoDaddy',
    source:
      'https://www.godaddy.com/help/what-does-my-email-bounceback-mean-3568 (IB1nn to IB8nn, x.co/…bounce)',
    fullText: /\bib[1-8]\d\d\b|x\.co\/(rl|srb|spr)bounce/,
  },
  {
    id: 'facebook-unknown',
    class: 'mailbox-unknown',
    provider: 'Facebook',
    source: 'https://www.facebook.com/postmaster/response_codes (RCP-P1, RCP-P3)',
    fullText: /\brcp-p[13]\b/,
  },
  {
    id: 'facebook-preferences',
    class: 'recipient-limit',
    provider: 'Facebook',
    source: 'https://www.facebook.com/postmaster/response_codes (RCP-P2)',
    fullText: /\brcp-p2\b/,
  },
  {
    id: 'facebook-policy',
    class: 'about-us',
    provider: 'Facebook',
    source: 'https://www.facebook.com/postmaster/response_codes (POL, CON, DNS, INT)',
    fullText: /\b(pol|con|dns|int)-[pt]\d\b/,
  },
  {
    id: 'cox-blocked',
    class: 'about-us',
    provider: 'Cox',
    source:
      'https://www.cox.com/residential/support/email-error-codes.html (CXBL, CXMXRT, CXTHRT, CXSNDR …)',
    fullText: /\bcx(bl|mxrt|dns|thrt|cnct|mjbl|sndr|rl)/,
  },
  {
    id: 'i-ua-unknown',
    class: 'mailbox-unknown',
    provider: 'I.UA',
    source: 'http://mail.i.ua/err/2/ (user is not found)',
    fullText: /mail\.i\.ua\/err\/2\b/,
  },
  {
    id: 'i-ua-unused',
    class: 'mailbox-disabled',
    provider: 'I.UA',
    source: 'http://mail.i.ua/err/3/ (mailbox not used for months)',
    permanent: false,
    fullText: /mail\.i\.ua\/err\/3\b/,
  },
  {
    id: 'i-ua-full',
    class: 'mailbox-full',
    provider: 'I.UA',
    source: 'http://mail.i.ua/err/4/ (mailbox is full)',
    fullText: /mail\.i\.ua\/err\/4\b/,
  },
  {
    id: 'zoho-destination-rejects',
    class: 'recipient-limit',
    provider: 'Zoho',
    source: 'https://www.zoho.com/mail/help/smtp-error-codes.html (541 5.4.1)',
    words: /rejected by (the )?destination domain/,
  },
  {
    id: 'ses-identity',
    class: 'about-us',
    provider: 'Amazon SES',
    source:
      'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html: Email address is not verified',
    words: /e-?mail address (is )?not verified|identities failed the check/,
  },
  {
    id: 'explicit-block',
    class: 'about-us',
    provider: 'EveryCloud, Spamexperts',
    source: 'Explicit blocking of sender or recipient address, under any code',
    words: /explicit (blocking|block) of/,
  },
  {
    id: 'null-mx-sendmail',
    class: 'domain-unknown',
    provider: 'sendmail',
    source: 'RFC 7505; sendmail: Host does not accept mail, under 5.7.27',
    words: /host does not accept mail/,
  },
];
