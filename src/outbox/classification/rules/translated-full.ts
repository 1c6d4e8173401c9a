/** `Mailbox full` in languages other than English. */
const fullByLanguage: Record<string, string[]> = {
  de: [
    'zu ?viele (?:e-?)?mails',
    '(?:postfach|mailbox|speicher(?:platz|limit)?).{0,40}(?:voll|(?:ü|ue)berschritten|(?:ü|ue)berf(?:ü|ue)llt|ersch(?:ö|oe)pft|erreicht)',
  ],
  fr: [
    'bo[iî]te .{0,40}(?:pleine?|satur[ée]e?)|quota.{0,30}(?:d[ée]pass[ée]|atteint)',
    'espace (?:disque )?(?:insuffisant|satur[ée])',
  ],
  es: [
    '(?:buz[oó]n|casilla|bandeja).{0,40}(?:llen[oa]|exced|superad)',
    'cuota.{0,30}(?:exced|superad|agotad|llen[oa])|(?:excedi|supera)d[oa] (?:su |la )?cuota',
  ],
  pt: ['(?:caixa|cota|quota).{0,40}(?:chei[oa]|excedid|esgotad)'],
  it: ['(?:casella|cassetta) .{0,40}pien|spazio (?:\\w{1,12} )?(?:esaurito|insufficiente)'],
  nl: ['(?:mailbox|postvak).{0,30}\\b(?:vol|volledig)\\b'],
  pl: ['(?:skrzynka|konto).{0,40}(?:pe[lł]n|przepe[lł]nion)'],
  cs: ['schr[aá]nka.{0,30}pln[aá]'],
  sv: ['(?:brevl[åa]da|inkorg)\\w{0,3}.{0,20}\\bfull'],
  da: ['(?:postkasse|postboks).{0,20}\\bfull?\\b'],
  fi: ['postilaatikko.{0,20}t[äa]ynn'],
  hu: ['postafi[oó]k.{0,20}(?:megtelt|tele)'],
  tr: ['kutusu.{0,10}\\bdolu'],
  ru: [
    'ящик .{0,40}(?:переполнен|заполнен)|переполнен|превышена квота|почтовый ящик.{0,30}превыш',
    'недостаточно (?:свободного )?места',
  ],
  ja: ['容量|満杯|満(?!た|足)|いっぱい|超過|空きが'],
  zh: ['(?:邮箱|郵箱|信箱|空间|空間|容量).{0,10}(?:已满|已滿|不足|超限)|(?<!不)[满滿](?!足)'],
  ko: ['(?:메일함|사서함|용량).{0,20}(?:초과|가득|부족|꽉)'],
};

export const translatedMailboxFull = new RegExp(Object.values(fullByLanguage).flat().join('|'));
