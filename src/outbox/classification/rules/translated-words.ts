/** `User unknown` in languages other than English; the entries are alternatives. */
const unknownByLanguage: Record<string, string[]> = {
  de: [
    '(?:benutzer|empf(?:ä|ae)nger|postfach|adresse|konto|mailbox|nutzer)\\w{0,10}\\b.{0,40}(?:nicht bekannt|unbekannt|nicht gefunden|existiert nicht|nicht vorhanden|ungültig|gibt es (?:\\w{1,10} ){0,3}nicht|nicht ermittelt)',
    'unbekannte[rn]? (?:benutzer|empf|adress|nutzer)',
    'kein(?:e|en)? (?:solche[rns]? )?(?:benutzer|nutzer|empf(?:ä|ae)nger|postfach|konto|adresse|mailbox)\\b',
  ],
  fr: [
    "(?:adresse|utilisateur|destinataire|bo[iî]te|compte|usager).{0,60}(?:inconnue?|invalide|inexistante?|introuvable|n'existe (?:pas|plus)|non trouv|erron)",
    "(?:aucune?|pas d[e'] ?) ?(?:tel(?:le)? )?(?:utilisateur|destinataire|compte|bo[iî]te|usager)",
  ],
  es: [
    '(?:usuario|buz[oó]n|cuenta|direcci[oó]n|destinatario|casilla).{0,40}(?:no existe|desconocid|inexistente|inv[aá]lid|no encontrad|no v[aá]lid)',
    'no (?:existe|se (?:encontr[oó]|encuentra|ha encontrado|pudo encontrar)) (?:el |la |ese |esa |este |esta |tal |ning[uú]n )?(?:usuario|buz[oó]n|cuenta|direcci[oó]n|destinatario|casilla)',
  ],
  pt: [
    '(?:usu[aá]rio|caixa(?: postal)?|conta|endere[cç]o|destinat[aá]rio).{0,40}(?:n[aã]o existe|desconhecid|inexistente|inv[aá]lid|n[aã]o encontrad)',
    'n[aã]o (?:existe|encontramos|foi encontrad[oa]) (?:o |a |esse |este |essa |esta )?(?:usu[aá]rio|caixa|conta|endere[cç]o|destinat[aá]rio)',
  ],
  it: [
    '(?:utente|casella|indirizzo|destinatario|account).{0,40}(?:sconosciut|inesistente|non esist|non trovat|non valid)',
    'nessun (?:utente|destinatario)',
  ],
  nl: [
    '(?:gebruiker|ontvanger|mailbox|adres|geadresseerde).{0,40}(?:onbekend|bestaat niet|niet gevonden|ongeldig)',
    'onbekende (?:gebruiker|ontvanger|mailbox|geadresseerde)',
  ],
  pl: [
    '(?:u[zż]ytkownik|adres|skrzynka|konto|odbiorca).{0,40}(?:nie istnieje|nieznan|nie znalezion)',
    'nieznan[ya] (?:u[zż]ytkownik|odbiorca|adres)|brak (?:takiego )?u[zż]ytkownika|nie ma takiego',
  ],
  cs: ['(?:uživatel|adresát|schránka|adresa).{0,40}(?:neexist|neznám)'],
  sv: [
    '(?:användaren?|mottagaren?|adressen|kontot|brevlådan).{0,40}(?:finns inte|okänd|hittades inte|existerar inte)',
    'okänd (?:användare|mottagare|adress)',
  ],
  tr: ['(?:kullanıcı|alıcı|adres).{0,40}(?:bulunamadı|bilinmiyor|geçersiz|mevcut değil)'],
  ru: [
    '(?:пользовател|ящик|адрес|получател|аккаунт|учетная запись).{0,60}(?:не существу|не найден|неизвест|не зарегистрирован|отсутству|удал[её]н)',
    '(?:нет|неизвестный) (?:такого )?(?:пользовател|получател|ящик|адрес)',
  ],
  ja: [
    '(?:宛先|あて先|メールアドレス|ユーザー?|受信者|アドレス|メールボックス).{0,60}(?:見つかりません|存在しません|不明|ありません|いません|おりません|見つからない|存在しない)',
    'ディレクトリ.{0,20}(?:ありません|見つかりません)',
  ],
  zh: [
    '(?:用户|使用者|收件人|邮箱|郵箱|信箱|邮件地址|帐号|账号|帳號).{0,20}(?:不存在|未找到|找不到|无效|無效|不正确)',
    '不存在|查无此人|查無此人',
    '(?:无此|無此|没有此|没有这个|沒有這個|沒有此|找不到)(?:用户|用戶|使用者|收件人|邮箱|信箱|帐号|账号)',
  ],
  ko: [
    '(?:사용자|수신자|받는 사람|계정|메일 ?주소|메일함).{0,30}(?:찾을 수 없|존재하지 않|없습니다)',
    '존재하지 않는 .{0,10}(?:사용자|수신자|계정|주소)',
  ],
};

export const translatedUnknownMailbox = new RegExp(
  Object.values(unknownByLanguage).flat().join('|'),
);

/** `Mailbox full` in languages other than English. */
const fullByLanguage: Record<string, string[]> = {
  de: [
    'zu ?viele (?:e-?)?mails',
    '(?:postfach|mailbox|speicher(?:platz|limit)?).{0,40}(?:voll|überschritten|überfüllt|erschöpft|erreicht)',
  ],
  fr: [
    'bo[iî]te .{0,40}(?:pleine?|saturée?)|quota.{0,30}(?:d[ée]pass[ée]|atteint)',
    'espace (?:disque )?(?:insuffisant|satur[ée])',
  ],
  es: [
    '(?:buz[oó]n|casilla|bandeja).{0,40}(?:llen[oa]|exced|superad)',
    'cuota.{0,30}(?:exced|superad|agotad|llen[oa])|(?:excedi|supera)d[oa] (?:su |la )?cuota',
  ],
  pt: ['(?:caixa|cota|quota).{0,40}(?:chei[oa]|excedid|esgotad)'],
  it: ['casella .{0,40}pien|spazio (?:\\w{1,12} )?(?:esaurito|insufficiente)'],
  nl: ['(?:mailbox|postvak).{0,30}\\b(?:vol|volledig)\\b'],
  pl: ['(?:skrzynka|konto).{0,40}(?:pełn|przepełnion)'],
  sv: ['(?:brevlåda|inkorg)\\w{0,3}.{0,20}\\bfull'],
  ru: [
    'ящик .{0,40}(?:переполнен|заполнен)|переполнен|превышена квота|почтовый ящик.{0,30}превыш',
    'недостаточно (?:свободного )?места',
  ],
  ja: ['容量|満杯|満|いっぱい|超過'],
  zh: ['(?:邮箱|郵箱|信箱|空间|空間|容量).{0,10}(?:已满|已滿|不足|超限)|满|滿'],
  ko: ['(?:메일함|용량).{0,20}(?:초과|가득|부족)'],
};

export const translatedMailboxFull = new RegExp(Object.values(fullByLanguage).flat().join('|'));
