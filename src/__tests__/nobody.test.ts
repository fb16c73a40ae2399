import { presets } from '../presets'
import { buildEvent } from '../reportWebEvent/event'
import { LeftOutList } from '../reportWebEvent/left-out'
import { isNobodysEmail, normalizeEmail, normalizePhone } from '../reportWebEvent/normalize'
import { isAnyone, isNobody, isNoPerson, isNowhere, isPlaceholder } from '../reportWebEvent/read/placeholder'
import { readClickId } from '../reportWebEvent/read/url'
import { NO_EMAIL } from '../reportWebEvent/read/words/emails'
import { NOBODY } from '../reportWebEvent/read/words/nobody'
import { sha256 } from '../reportWebEvent/sha256'

const NOW = Date.parse('2026-11-22T10:00:00Z')

function build(payload: object, sources: object = {}) {
  const leftOut = new LeftOutList()
  const other_sources = { fields: Object.keys(presets[1].mapping as object), ...sources }
  const { user, properties } = buildEvent({ event: 'Purchase', other_sources, ...payload } as never, NOW, {
    warn: leftOut.warn
  })
  return { user, properties, leftOut: leftOut.list }
}

type Row = [language: string, any: string[], person: string[], place: string[], email: string[]]

/** Words as shops of each language print them, in a spelling that is not that of the tables. */
const ROWS: Row[] = [
  [
    'en',
    ['Not Provided', 'N/A', '(unknown)'],
    ['Guest User', 'Walk-in Customer'],
    ['Select a State'],
    ['no.email@x.io']
  ],
  ['zh', ['暫無', '未填寫', '请选择'], ['游客', '微信用户', '匿名用戶'], ['请选择城市'], ['meiyou@x.io']],
  [
    'ja',
    ['なし', '未設定', '該当なし'],
    ['ゲスト様', 'ＬＩＮＥユーザー', '未登録ユーザー'],
    ['都道府県'],
    ['mail-nashi@x.io']
  ],
  ['ko', ['없음', '알 수 없음', '해당 없음'], ['비회원', '일반 고객', '카카오 사용자'], ['시/도'], ['eopseum@x.io']],
  [
    'vi',
    ['Không có', 'KHONG CO', 'chưa cập nhật'],
    ['Khách vãng lai', 'Khách hàng mới'],
    ['Chọn tỉnh/thành phố'],
    ['khongco@x.io']
  ],
  ['id', ['Tidak ada', 'belum diisi'], ['Tamu', 'Pelanggan Umum', 'Hamba Allah'], ['Pilih Kota'], ['tidak_ada@x.io']],
  ['ms', ['Tiada maklumat', 'sila pilih'], ['Tetamu', 'Pelanggan Runcit'], ['Pilih Negeri'], ['tiadaemel@x.io']],
  ['th', ['ไม่ระบุ', 'ไม่มีข้อมูล'], ['ผู้เยี่ยมชม', 'ลูกค้าทั่วไป'], ['เลือกจังหวัด'], ['ไม่มี@x.io']],
  [
    'es',
    ['Desconocido', 'sin informacion'],
    ['Público General', 'CONSUMIDOR FINAL'],
    ['Seleccione su ciudad'],
    ['sin-correo@x.io']
  ],
  ['pt', ['NÃO INFORMADO', 'nao informado'], ['Cliente Balcão', 'anônimo'], ['Selecione o Estado'], ['naotem@x.io']],
  [
    'fr',
    ['Non renseigné', 'inconnu'],
    ['Client de passage', 'Invitée'],
    ['Choisissez une ville'],
    ['pas.de.mail@x.io']
  ],
  [
    'de',
    ['Keine Angabe', 'unbekannt'],
    ['Unbekannter Kunde', 'Max Mustermann'],
    ['Bitte Bundesland wählen'],
    ['keine@x.io']
  ],
  [
    'it',
    ['Non specificato', 'sconosciuto'],
    ['Cliente occasionale', 'ospite'],
    ['Seleziona provincia'],
    ['nessunamail@x.io']
  ],
  ['nl', ['Onbekend', 'n.v.t.'], ['Anonieme klant', 'Bezoeker'], ['Woonplaats'], ['geenmail@x.io']],
  ['pl', ['Brak danych', 'NIE PODANO'], ['Gość', 'Klient detaliczny'], ['Województwo'], ['brak.maila@x.io']],
  ['tr', ['Bilinmiyor', 'BELİRTİLMEMİŞ'], ['Misafir Kullanıcı', 'Nihai Tüketici'], ['İl seçiniz'], ['eposta-yok@x.io']],
  ['ru', ['Не указано', 'нет данных'], ['Гость', 'Розничный покупатель'], ['Выберите город'], ['net-pochty@x.io']],
  ['uk', ['Не вказано', 'невідомо'], ['Гість', 'Кінцевий споживач'], ['Оберіть місто'], ['nemae.poshty@x.io']],
  ['ar', ['لا يوجد', 'غَيْر مَعروف'], ['ضيف', 'عميل نقدي'], ['اختر المدينة'], ['لايوجد@x.io']],
  ['he', ['לא ידוע', 'לא צוין'], ['אורח', 'לקוח מזדמן'], ['בחר עיר'], ['אין@x.io']],
  ['hi', ['अज्ञात', 'उपलब्ध नहीं'], ['अतिथि', 'गुमनाम ग्राहक'], ['राज्य चुनें'], ['nahi.hai@x.io']],
  ['tl', ['Wala po', 'hindi alam'], ['Bisita', 'Bagong kustomer'], ['Pumili ng lungsod'], ['walang.email@x.io']]
]

describe('each language', () => {
  it('has a table of words, and a test', () => {
    const languages = ROWS.map(([language]) => language).sort()
    expect(Object.keys(NOBODY).sort()).toEqual(languages)
    expect(Object.keys(NO_EMAIL).sort()).toEqual(languages)
  })

  it.each(ROWS)('%s: leaves words for nobody out of a person', (_language, any, person) => {
    for (const word of [...any, ...person]) {
      const { user } = build({ external_id: [word], first_name: word, last_name: word }, { anonymous_id: 'anon-1' })
      expect({ word, ...user }).toMatchObject({ word, external_id: [sha256('anon-1')] })
      expect([word, user?.first_name, user?.last_name]).toEqual([word, undefined, undefined])
    }
  })

  it.each(ROWS)('%s: leaves words for no place out of an address', (_language, any, _person, place) => {
    for (const word of [...any, ...place]) {
      const { user, leftOut } = build({ address: { city: word, state: word } })
      expect([word, user]).toEqual([word, undefined])
      expect(leftOut).toEqual([
        { field: 'address.city', reason: 'placeholder' },
        { field: 'address.state', reason: 'placeholder' }
      ])
    }
  })

  it.each(ROWS)('%s: leaves out the email address of nobody', (_language, _any, _person, _place, emails) => {
    for (const email of emails) expect([email, build({ email: [email] }).user?.email]).toEqual([email, undefined])
    expect(build({ email: emails }).leftOut).toEqual([{ field: 'email', reason: 'placeholder' }])
  })

  it.each(ROWS)('%s: keeps a search and a product of these words', (_language, [word]) => {
    if (word === 'N/A') return
    const contents = [{ content_id: 'P1', content_name: word }]
    expect(build({ query: word, contents }).properties).toMatchObject({ query: word, contents })
  })
})

describe('a name', () => {
  it.each([
    ...[
      'Na',
      'No',
      'Nan',
      'Nada',
      'Nadie',
      'An',
      'Trọng',
      'Ad',
      'Rien',
      'Anon',
      'Bar',
      'Bos',
      '空',
      '미정',
      'Li',
      'General'
    ],
    ...['Jane', 'José', '太郎', 'Nguyễn', 'Line', 'Final', 'Elija', 'Suki', 'O', 'Noone', 'Lulu', 'Jojo', 'Ert', 'K.A.']
  ])('%p is one', (name) => {
    expect(isNobody(name)).toBe(false)
    expect(build({ first_name: name, last_name: 'Doe' }).user?.first_name).toBe(
      sha256(name.toLowerCase().replace(/\./g, ''))
    )
  })

  it.each([
    'Guest',
    'Client',
    'Cliente',
    'asdf',
    'AAA',
    'qwerty',
    'ああああ',
    'Test',
    'Guest 123',
    '用户8237',
    'null',
    'xxx'
  ])('%p is none', (name) => expect(build({ first_name: name, last_name: name }).user).toBeUndefined())

  it.each<[first: string, last: string, sent: [string | undefined, string | undefined]]>([
    ['Edgar', 'Guest', ['edgar', 'guest']],
    ['Nil', 'Kaya', ['nil', 'kaya']],
    ['nil', 'Kaya', [undefined, 'kaya']],
    ['Guest', 'Smith', [undefined, 'smith']],
    ['Guest', 'Guest', [undefined, undefined]],
    ['Jane', 'guest', ['jane', undefined]],
    ['Público', 'General', [undefined, undefined]],
    ['LINE', 'User', [undefined, undefined]],
    ['Line', 'Guest', ['line', 'guest']],
    ['Minh', 'Khong', ['minh', 'khong']],
    ['Line', 'Hansen', ['line', 'hansen']],
    ['Jane', 'n/a', ['jane', undefined]],
    ['Guest', 'x'.repeat(300), [undefined, undefined]],
    ['Jane', '12345', ['jane', undefined]]
  ])('%p %p is read together', (first_name, last_name, [first, last]) => {
    const { user } = build({ first_name, last_name })
    const digest = (name?: string) => (name === undefined ? undefined : sha256(name))
    expect([user?.first_name, user?.last_name]).toEqual([digest(first), digest(last)])
  })

  it.each(['nullnull', 'undefined null', 'NaN_nan'])(
    '%p of code gives way to a name in the properties',
    (first_name) => {
      expect(build({ first_name }, { properties: { firstName: 'Jane' } }).user?.first_name).toBe(sha256('jane'))
    }
  )

  it('is composed of full-width forms as of others', () => {
    expect(build({ first_name: 'Ｊａｎｅ', last_name: 'ﾔﾏﾀﾞ' }).user).toMatchObject({
      first_name: sha256('jane'),
      last_name: sha256('ヤマダ')
    })
  })
})

describe('a full name', () => {
  it.each<[name: string, country: string | undefined, first: string | undefined, last: string | undefined]>([
    ['Jane Doe', undefined, 'jane', 'doe'],
    ['Doe, Jane', undefined, 'jane', 'doe'],
    ['山田 太郎', undefined, '太郎', '山田'],
    ['山田　太郎', 'US', '太郎', '山田'],
    ['ヤマダ タロウ', 'JP', 'タロウ', 'ヤマダ'],
    ['김 민수', 'KR', '민수', '김'],
    ['王 小明', 'CN', '小明', '王'],
    ['Taro Yamada', 'JP', 'taro', 'yamada'],
    ['Nguyễn An', 'Việt Nam', 'an', 'nguyễn'],
    ['Nguyễn Văn An', 'VN', undefined, 'nguyễn'],
    ['Nguyễn, Văn An', 'VN', undefined, undefined],
    ['Nguyễn Văn An', undefined, undefined, undefined],
    ['Nagy Anna', 'HU', 'anna', 'nagy'],
    ['Anna Nagy', 'DE', 'anna', 'nagy'],
    ['山田太郎', 'JP', undefined, undefined],
    ['山田 様', 'JP', undefined, undefined],
    ['김민수 님', 'KR', undefined, undefined],
    ['คุณ สมชาย', 'TH', undefined, undefined],
    ['Herr Müller', 'DE', undefined, undefined],
    ['Bapak Budi', 'ID', undefined, undefined],
    ['Consumidor Final', 'AR', undefined, undefined],
    ['ゲスト ユーザー', 'JP', undefined, undefined],
    ['Jane', undefined, undefined, undefined],
    ['Jane Doe,', undefined, undefined, undefined],
    [`Jane ${'x'.repeat(300)}`, undefined, undefined, undefined]
  ])('%p of %p', (name, country, first, last) => {
    const { user } = build({ address: { country } }, { traits: [{ name }] })
    const digest = (text?: string) => (text === undefined ? undefined : sha256(text))
    expect([user?.first_name, user?.last_name]).toEqual([digest(first), digest(last)])
  })
})

describe('a place', () => {
  it.each(['Nowhere', 'Leer', 'Ohne', 'Kota', 'Bandar Seri Begawan', 'Paese', 'المدينة', 'Nan', 'New York', 'Guest'])(
    '%p is one',
    (city) => expect(isNowhere(city)).toBe(false)
  )

  it.each(['0', '-1', 'na', 'City', 'unknown city', 'null'])('%p is none', (city) => expect(isNowhere(city)).toBe(true))
})

describe('an identifier', () => {
  it.each(['guest_123', 'client-7', 'aBc', 'user@example.com', '山田', 'admin', 'Rien'])('%p may be one', (id) =>
    expect(isNoPerson(id)).toBe(false)
  )

  it.each(['テスト', 'Pelanggan', 'гость', 'anonymous', 'default', '0', '-1', '+0', 'NA', '$userId'])(
    '%p is nobody’s',
    (id) => expect(isNoPerson(id)).toBe(true)
  )

  it.each(['test', 'Kunde', 'クライアント'])('%p may be that of a product', (id) => expect(isAnyone(id)).toBe(false))

  it.each(['null null', '"null"', 'undefined, undefined', 'Null', 'NaN', 'x'.repeat(9)])(
    '%p is a placeholder',
    (text) => expect(isPlaceholder(text)).toBe(true)
  )
})

describe('an email address of nobody', () => {
  it.each([
    ...['na@na.com', 'no@gmail.com', 'test@test.com', 'test1@test.com', 'teste12@gmail.com', 'a@a.com', 'x@x.io'],
    ...['aaa@aaa.aa', 'aaaa@gmail.com', 'asdf@gmail.com', '123@123.com', 'abc@xyz.abc.test', 'xxx@shop.com'],
    ...['jane@nomail.com', 'jane@no-email.com', 'jane@mail.nomail.com', 'jane@test.com', 'jane+tag@none.com'],
    ...['none+tag@gmail.com', 'guest_3f2a@guest.shop', 'guest12@guest.com', 'consumidor.final@gmail.com'],
    ...['jane@example.com.invalid', 'jane@shop.example', 'jane@a.test', '5511987654321@phone.local', 'j@mac.lan'],
    ...['sem@email.com', 'no@tiene.com', 'email@email.com', 'noemail123@gmail.com', 'sin@sin.com'],
    ...['84901234567@s.whatsapp.net', '84901234567@c.us', 'j**@gmail.com', 'no-reply@shop.com', 'ゲスト@shop.jp']
  ])('is %p', (email) => {
    expect(isNobodysEmail(email)).toBe(true)
    expect(normalizeEmail(email)).toBeUndefined()
  })

  it.each([
    ...['abc123@privaterelay.appleid.com', 'a@example.com', 'smith@smith.com', 'info@info.de', 'mail@mueller.de'],
    ...['nathan@test-company.com', 'nora@no.com', 'noel@noel.fr', 'testa@gmail.com', 'jane@customer.io'],
    ...['hans@gast.de', 'hans@kunde.de', 'jane@tamu.edu', 'jane@nema.org', '123456@qq.com', 'aa@qq.com', '1234@qq.com'],
    ...['lee.guest@gmail.com', 'guest.house@hotel.com', 'abc@company.com', 'user123@gmail.com', '+a@gmail.com']
  ])('is not %p', (email) => {
    expect(isNobodysEmail(email)).toBe(false)
    expect(normalizeEmail(email)).toBe(email)
  })
})

describe('a phone number of nobody', () => {
  it.each<[country: string | undefined, phone: string]>([
    ['US', '123-456-7890'],
    ['US', '555-555-5555'],
    ['US', '(202) 123-4567'],
    [undefined, '+1 555 123 4567'],
    ['IN', '9999999999'],
    ['IN', '9876543210'],
    ['IN', '(98765) 43210'],
    ['BR', '(11) 99999-9999'],
    ['BR', '(00) 00000-0000'],
    ['ID', '08123456789'],
    ['VN', '0900000000'],
    ['VN', '0987654321'],
    ['VN', '01234567890'],
    ['TH', '0812345678'],
    ['JP', '090-0000-0000'],
    ['KR', '010-1234-5678'],
    ['SA', '0555555555'],
    ['AE', '0501234567'],
    ['MX', '1234567890'],
    ['GB', '07000000000'],
    ['GB', '07700 900123'],
    ['FR', '01 02 03 04 05'],
    ['IN', '1122334455'],
    ['CN', '13800138000'],
    ['MY', '0123456789'],
    ['DE', '01512345678'],
    [undefined, '+6281234567890'],
    [undefined, '0014155555555']
  ])('of %p is %p', (country, phone) => {
    expect(normalizePhone(phone, country)).toBeUndefined()
    expect(build({ phone_number: [phone], address: { country } }).leftOut).toEqual([
      { field: 'phone_number', reason: 'not_a_phone' }
    ])
  })

  it.each<[country: string | undefined, phone: string, e164: string]>([
    [undefined, '+91 98765 43210', '+919876543210'],
    [undefined, '+44 7700 900123', '+447700900123'],
    ['US', '+44 (0)7700 900123', '+447700900123'],
    ['GB', '020 7946 0123', '+442079460123'],
    ['Indonesia', '0812-1111-2234', '+6281211112234'],
    ['ประเทศไทย', '081 234 5611', '+66812345611'],
    ['Estados Unidos (EE. UU.)', '202-555-0123', '+12025550123'],
    [undefined, '+49.30.1234.000', '+49301234000'],
    [undefined, '12025550123.0', '+12025550123']
  ])('of %p is not %p', (country, phone, e164) => {
    const { user } = build({ phone_number: [phone], address: { country } })
    expect(user?.phone).toEqual([sha256(e164)])
  })
})

describe('a click ID', () => {
  it.each([
    '_CLICKID_',
    '__CLICKID_PARAM__',
    'CLICKID',
    '$CLICKID$',
    '[ttclid]',
    'TEST',
    'test123',
    'your-click-id',
    'ttclid',
    'abc'
  ])('is not %p', (text) => expect(readClickId(text)).toBeUndefined())

  it.each(['E.C.P.abc', 'E.C.P.CtwBIdTest', 'test-E7', `E.C.P.${'click_'.repeat(20)}`])('is %p', (text) =>
    expect(readClickId(text)).toBe(text)
  )

  it('is read under the names that shops give it', () => {
    for (const key of ['tt_clid', 'TTCLID', 'ttClid', 'tiktok_click_id']) {
      expect(build({}, { properties: { [key]: 'E.C.P.abc' } }).user?.ttclid).toBe('E.C.P.abc')
    }
  })
})

it.each(['qweqwe', 'hjkl', 'asd', 'Walk In Customer', 'guestuser', 'Người dùng Zalo', 'N/d', 'k.A.', 'k. A.', 'Không'])(
  '%p is nobody',
  (text) => expect(isNobody(text)).toBe(true)
)

it.each(['Noone', 'Lulu', 'Jojo', 'Ert', 'K.A.', 'Asdfg Doe', `${'a'.repeat(99)}`])('%p may be somebody', (text) =>
  expect(isNobody(text)).toBe(false)
)
