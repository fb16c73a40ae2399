/**
 * What people type for an email address that they do not have, by language, as the part before the `@` or as the domain.
 * Dots, dashes and accents do not matter.
 */
export const NO_EMAIL: Readonly<Record<string, string>> = {
  en: `no, na, nil, none, no email, no mail, no emails, no email address, no email id, no email given, no email provided,
    no address, no thanks, dont have, dont have email, not available, not given, not provided, none given,
    none of your business, no reply, do not reply, unknown, unknown email, invalid, invalid email, fake, fake email, fake mail,
    null, undefined, test, tests, testing, test test, test email, test mail, test user, tester, dummy, dummy email, nobody,
    anonymous, foo bar, deleted, deleted user, removed, example, sample, your email, your name, user name, my email`,
  zh: '没有, 無, 无, 没有邮箱, 无邮箱, meiyou, meiyou youxiang, wu youxiang',
  ja: 'なし, mail nashi, email nashi, meeru nashi, nashi desu',
  ko: '없음, 이메일없음, eopseum, eobseum, email eopseum',
  vi: `khong co, khong co email, khong email, khong mail, khong co mail, chua co, chua co email, ko co, ko co email, khong biet, khach le, khach hang, khach vang lai`,
  id: `tidak ada, tidak ada email, tidak punya, tidak punya email, tidak, belum ada, belum ada email, gak ada, ga ada, nggak ada,
    ga punya, ga punya email, gak punya email, tanpa email, tdk ada, tdk ada email, kosong, pelanggan umum`,
  ms: 'tiada, tiada email, tiada emel, tak ada, tak ada email',
  th: 'ไม่มี, ไม่มีอีเมล, mai mee, mai mee email, maimee',
  es: `sin email, sin correo, sin mail, sin correo electronico, no tiene, no tiene correo, no tiene email, no tiene mail,
    no tengo, no tengo correo, no tengo email, no tengo mail, no correo, no hay, no posee, no aplica, no disponible, ninguno,
    ninguna, cliente sin email, cliente sin correo, desconocido, prueba, pruebas, dominio,
    consumidor final, cliente final, publico general, publico en general`,
  pt: `sem email, sem mail, sem e-mail, nao tem, nao tem email, nao tenho, nao tenho email, nao possui, nao possui email,
    nao informado, nao informou, nao ha, nenhum, cliente sem email, sem cadastro, teste, testes`,
  fr: `sans email, sans mail, sans e-mail, sans adresse, sans courriel, pas de mail, pas d'email, pas d'e-mail, pas d'adresse,
    pas d'adresse mail, pas mail, pas email, pas de courriel, aucun, aucune, aucun email, aucun mail, non renseigne, inconnu,
    client sans email`,
  de: `keine, keiner, kein email, kein mail, keine email, keine mail, keine e-mail, keine email adresse, keine mailadresse,
    keine emailadresse, keine adresse, keine angabe, keine vorhanden, nicht vorhanden, ohne email, ohne mail, ohne e-mail,
    habe keine, hab keine, unbekannt, nein, mustermann`,
  it: `nessuna email, nessuna mail, senza email, senza mail, non ho, non ho email, non ho mail, non ha email, non ha mail,
    non ha, nessuno, nessuna, mancante, non disponibile, non fornita`,
  nl: `geen, geen email, geen mail, geen e-mail, geen emailadres, geen mailadres, zonder email, zonder mail, heeft geen email,
    heeft geen mail, onbekend, nvt`,
  pl: `brak, brak maila, brak emaila, brak email, brak mail, brak adresu, nie mam, nie mam emaila, nie mam maila, nie ma,
    nie ma maila, bez emaila, bez maila, nie podano, nie posiada`,
  tr: 'yok, eposta yok, e-posta yok, email yok, mail yok, mailim yok, epostam yok, yoktur, bilinmiyor, deneme',
  ru: `нет, нет почты, нет емейла, без почты, netu, net pochty, net pochti, net email, net emaila, net mail, net mila,
    bez pochty, bez email, неизвестно, тест`,
  uk: 'немає, немає пошти, nemae, nemaye, nemae poshty, nemae email, nema, nema poshty, nema email, тест',
  ar: 'لا يوجد, لايوجد, la yujad, la yoojad, la youjad, laywjad, mafi email, ma fi email, bedoon email, bidoon email',
  he: 'אין, אין מייל, אין אימייל, ein mail, ein email, ein li mail, ein li email, eyn mail',
  hi: 'nahi, nahi hai, email nahi, email nahi hai, mail nahi hai, nahin hai, koi nahi, नहीं है',
  tl: 'wala, walang email, wala email, wala po, wala pa, walang mail, wala akong email'
}

/** Words that people type for an address before the `@` and behind it, as in `email@email.com`. */
export const TYPED_TWICE =
  'email, mail, correo, courriel, adresse, gmail, hotmail, yahoo, outlook, nao, sem, sin, sans, ohne, net, non, pas'
