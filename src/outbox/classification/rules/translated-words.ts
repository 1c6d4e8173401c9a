/** What servers write in one language, as parts of regular expressions. */
interface Language {
  /** A mailbox, its address or its owner. */
  mailbox: string;
  /** Not known, not found, invalid. */
  absent: string;
  /** The sender; not the person to whom a report is returned. */
  sender: string;
  /** `User unknown` in other forms. */
  others?: string[];
}

/**
 * Replies are in ASCII unless the client sent SMTPUTF8 (RFC 6531), so that letters may lack their
 * accents.
 */
const languages: Record<string, Language> = {
  de: {
    mailbox:
      '(?:benutzer|empf(?:ä|ae)nger|postfach|adress(?:e|at)|konto|mailbox|nutzer|teilnehmer)\\w{0,10}',
    absent:
      '(?:unbekannt|existiert nicht|ung(?:ü|ue)ltig|gel(?:ö|oe)scht|gibt es (?:\\w{1,10} ){0,3}nicht|nicht (?:bekannt|gefunden|vorhanden|ermittelt|erkannt|im domino-verzeichnis))',
    sender: '(?<!an (?:den )?)absender',
    others: [
      'kein(?:e|en)? (?:solche[rns]? )?(?:benutzer|nutzer|empf(?:ä|ae)nger|postfach|konto|adresse|mailbox)\\b',
    ],
  },
  fr: {
    mailbox: '(?:adresse|utilisateur|destinataire|bo[iî]te|compte|usager)',
    absent:
      "(?:inconnu|invalide|inexistant|introuvable|n'existe (?:pas|plus)|non trouv|erron|n'a pas [ée]t[ée] trouv|n'est plus valide|n'est pas r[ée]pertori|ne figure pas)",
    sender: "(?<![àa] l')(?:exp[ée]diteur|[ée]metteur)",
    others: [
      "(?:aucune?|pas d[e'] ?) ?(?:tel(?:le)? )?(?:utilisateur|destinataire|compte|bo[iî]te|usager)",
    ],
  },
  es: {
    mailbox: '(?:usuario|buz[oó]n|cuenta|direcci[oó]n|destinatario|casilla)',
    absent:
      '(?:no existe|desconocid|inexistente|inv[aá]lid|no encontrad|no v[aá]lid|no fue encontrad|no se (?:encuentra|encontr[oó]|ha encontrado|pudo encontrar))',
    sender: '(?<!al )remitente',
    others: ['no existe dicha persona'],
  },
  pt: {
    mailbox: '(?:usu[aá]rio|caixa(?: postal)?|conta\\b|endere[cç]o|destinat[aá]rio)',
    absent:
      '(?:desconhecid|inexistente|inv[aá]lid|n[aã]o (?:existe|encontrad|encontramos|(?:foi|foi poss[ií]vel) encontra[rd]))',
    sender: '(?<!ao )rem(?:etente|itente)',
  },
  it: {
    mailbox: '(?:utente|casella|cassetta postale|indirizzo|destinatario|account)',
    absent:
      '(?:sconosciut|inesistente|non (?:esist|trovat|valid|presente|elencat)|non [eè] stat[oa] trovat|impossibile trovare)',
    sender: '(?<!al )mittente',
    others: ['nessun (?:utente|destinatario)'],
  },
  nl: {
    mailbox: '(?:gebruiker|ontvanger|mailbox|adres|geadresseerde)',
    absent: '(?:onbekend|bestaat niet|niet gevonden|ongeldig|kan niet worden gevonden)',
    sender: '(?<!aan (?:de )?)afzender',
  },
  pl: {
    mailbox: '(?:u[zż]ytkownik|adres|skrzynk|kont[oa]|odbiorc)',
    absent:
      '(?:nie istnieje|nieznan|nie znalezion|nie mo[zż]na (?:znale[zź][cć]|odnale[zź][cć])|nieprawid[lł]ow|brak taki|nie ma taki)',
    sender: 'nadawc',
    others: ['nie ma takiego'],
  },
  cs: {
    mailbox: '(?:u[zž]ivatel|pou[zž][ií]vate[lľ]|adres[aá]t|schr[aá]nka|adresa|adresu)',
    absent: '(?:neexist|nezn[aá]m|nebyla? nalezen|nenalezen|nepoda[rř]ilo naj[ií]t)',
    sender: 'odes[ií]latel|odosielate[lľ]',
  },
  sv: {
    mailbox: '(?:anv[äa]ndare|mottagare|adress|konto|brevl[åa]da)',
    absent: '(?:finns inte|ok[äa]nd|hittades inte|existerar inte|kunde inte hittas|inte att hitta)',
    sender: 'avs[äa]ndar',
  },
  da: {
    mailbox: '(?:bruger|modtager|adresse|postkasse|konto)',
    absent: '(?:ukendt|findes ikke|blev ikke fundet|kunne ikke findes)',
    sender: 'afsender',
  },
  no: {
    mailbox: '(?:bruker|mottaker|adresse|postboks|konto)',
    absent: '(?:ukjent|finnes ikke|ble ikke funnet|fant ikke|finner ikke)',
    sender: 'avsender',
  },
  fi: {
    mailbox: '(?:k[äa]ytt[äa]j|vastaanottaj|osoite|s[äa]hk[öo]postiosoit|postilaatikko)',
    absent: '(?:tuntemat|ei l[öo]y(?:dy|tynyt)|ei ole olemassa)',
    sender: 'l[äa]hett[äa]j',
  },
  hu: {
    mailbox: '(?:felhaszn[aá]l[oó]|c[ií]mzett|e-mail c[ií]m|postafi[oó]k)',
    absent: '(?:ismeretlen|nem tal[aá]lhat[oó]|nem l[eé]tezik|nincs ilyen)',
    sender: 'felad[oó]',
  },
  ro: {
    mailbox: '(?:utilizator|destinatar|adresa|cutia po[sș]tal)',
    absent: '(?:necunoscut|inexistent|nu exist[aă]|nu a fost g[aă]sit)',
    sender: 'expeditor',
  },
  hr: {
    mailbox: '(?:korisni|primatel|adresa)',
    absent: '(?:ne postoji|nepoznat|nije prona)',
    sender: 'po[sš]iljatel',
  },
  el: {
    mailbox: '(?:χρήστης|παραλήπτης|διεύθυνση|γραμματοκιβώτιο)',
    absent: '(?:άγνωστ|δεν υπάρχει|δεν βρέθηκε)',
    sender: 'αποστολέα',
  },
  tr: {
    mailbox: '(?:kullan[ıi]c[ıi]|al[ıi]c[ıi]|adres)',
    absent: '(?:bulunamad[ıi]|bilinmiyor|ge[cç]ersiz|mevcut de[gğ]il)',
    sender: 'g[oö]nderen',
  },
  id: {
    mailbox: '(?:pengguna|penerima|alamat)',
    absent: '(?:tidak (?:ditemukan|dikenal|ada))',
    sender: 'pengirim',
  },
  vi: {
    mailbox: '(?:người dùng|người nhận|địa chỉ)',
    absent: '(?:không tồn tại|không tìm thấy)',
    sender: 'người gửi',
  },
  ru: {
    mailbox: '(?:пользовател|користувач|ящик|адрес|получател|аккаунт|уч[её]тная запись)',
    absent:
      '(?:не (?:существу|существует|існує|найден|зарегистрирован|удалось найти)|неизвест|отсутству|удал[её]н|нет такого)',
    sender: '(?:отправител(?!ю)|відправник)',
    others: [
      '(?:пользователя|получателя|адреса|ящика) нет(?:[.,;!]|$)|нет (?:пользовател|получател|ящик)',
    ],
  },
  ar: { mailbox: '(?:المستخدم|المستلم|العنوان)', absent: 'غير (?:موجود|معروف)', sender: 'المرسل' },
  th: { mailbox: '(?:ผู้ใช้|ผู้รับ|ที่อยู่)', absent: 'ไม่พบ', sender: 'ผู้ส่ง' },
  ja: {
    mailbox:
      '(?:宛先|あて先|メール ?アドレス|ユーザー?|受信者|アドレス|メールボックス|ディレクトリ)',
    absent:
      '(?:見つかりません|存在しません|(?<!原因)不明|(?<!権限が|許可が|必要が|必要は|空きが)ありません|(?<!て)いません|おりません|見つからない|存在しない)',
    sender: '(?:発信|送信)(?:元|者)|差出人',
  },
  zh: {
    mailbox: '(?:用户|用戶|使用者|收件(?:人|者)|邮箱|郵箱|信箱|地址|帐号|账号|帳號)',
    absent: '(?:不存在|未找到|找不到|无效|無效|不正确)',
    sender: '(?:发件|發件|寄件|发信|發信|发送|發送)(?:人|方|者|地址)|密码|密碼',
    others: [
      '查无此人|查無此人|(?:无此|無此|没有此|没有这个|沒有這個|沒有此)(?:用户|用戶|使用者|收件人|邮箱|信箱|帐号|账号)',
    ],
  },
  ko: {
    mailbox: '(?:사용자|수신자|받는 ?사람|계정|메일 ?주소|메일함|사서함)',
    absent: '(?:찾을 수 없|존재하지 않|(?<!수 )없는 |(?<!권한이 |수 )없습니다)',
    sender: '보낸 ?사람|보내는 ?사람|발신자|발신인',
  },
};

/** `your address`, `IP address` and `password`: what a server says about the sender, too. */
const ofSender = [
  '(?:ihre?|votre|ваш) (?:ip-?)?(?:adresse|konto|benutzerkonto|compte|адрес|аккаунт)|su cuenta|sua conta|您的(?:账号|帐号|帳號|邮箱)|あなたの|ip[- ]?(?:adress|адрес|地址|アドレス|주소)|(?:adresse|direcci[oó]n|indirizzo|endere[cç]o|adres) ip\\b',
  'passwort|kennwort|mot de passe|contrase[ñn]a|senha|парол|パスワード|비밀번호',
];

/** What else a reply calls unknown, invalid or missing: an error, a message, a database. */
const otherThing =
  '(?:fehler|nachricht|anhang|erreur|\\bmessages?\\b|pi[eè]ce jointe|\\berror\\b|mensaje|adjunto|\\berro\\b|mensagem|anexo|errore|messaggio|allegato|\\bfout\\b|b[lł][aą]d\\b|chyb|fejl|\\bfeil\\b|ошибк|письм|сообщени|вложени|エラー|メッセージ|添付|データベース|错误|錯誤|附件|数据库|資料庫|오류|메시지|데이터베이스)';

const alternatives = (of: (language: Language) => string[]): RegExp =>
  new RegExp(Object.values(languages).flatMap(of).join('|'));

const notOfOther = `(?![^\\s.:;,!]{0,6} ?${otherThing})`;

export const translatedUnknownMailbox = alternatives(({ mailbox, absent, others = [] }) => [
  `${mailbox}(?:(?!${otherThing}).){0,60}${absent}${notOfOther}`,
  `${absent}${notOfOther}.{0,30}${mailbox}`,
  ...others,
]);

export const translatedUnknownSender = alternatives(({ sender, absent }) => [
  `(?:${[sender, ...ofSender].join('|')}).{0,40}${absent}`,
  `${absent}.{0,12}(?:${sender})`,
]);

/** A server, domain or database of recipients, which name servers and backends may not find. */
export const translatedRecipientSystem =
  /\b(?:server|serveur|servidor|domain|domaine|dominio|dom[ií]nio|verzeichnis|datenbank|annuaire)(?: de (?:messagerie|correo|correio))? (?:des|der|du|del|do|da|dell)\b|(?:сервер|домен|база) (?:получател|пользовател)|の(?:メール)?サーバ|的(?:邮件)?(?:服务器|伺服器)/;
