import { readCountry } from '../reportWebEvent/read/country'

describe('a country', () => {
  it.each<[kind: string, names: Record<string, string>]>([
    [
      'its name with a code or a remark in brackets',
      {
        'United States (US)': 'us',
        'United Kingdom (UK)': 'gb',
        'Estados Unidos (EE. UU.)': 'us',
        'Việt Nam (VN)': 'vn',
        '日本 (Japan)': 'jp',
        '中国（大陆）': 'cn',
        'Virgin Islands (U.S.)': 'vi',
        'Korea (North)': 'kp',
        'Iran (Islamic Republic of)': 'ir',
        'Neverland (DE)': 'de'
      }
    ],
    [
      'a code and a name',
      { 'USA - United States': 'us', 'BR | Brasil': 'br', 'US: United States': 'us', 'Deutschland/Germany': 'de' }
    ],
    ['a code of ISO 3166-2', { 'US-CA': 'us', 'us-tx': 'us', 'BR-SP': 'br', 'ID-JK': 'id' }],
    ['a numeric code', { '392': 'jp', '840': 'us', '036': 'au', ' 360 ': 'id' }],
    [
      'its official name',
      {
        'Republik Indonesia': 'id',
        'Kingdom of Saudi Arabia': 'sa',
        'República de Colombia': 'co',
        'República Federativa do Brasil': 'br',
        'République du Sénégal': 'sn',
        'Königreich Belgien': 'be',
        'Repubblica di San Marino': 'sm',
        'Türkiye Cumhuriyeti': 'tr',
        'Республика Казахстан': 'kz',
        'جمهورية مصر العربية': 'eg',
        'دولة قطر': 'qa',
        ประเทศไทย: 'th',
        シンガポール共和国: 'sg',
        日本国: 'jp',
        中华人民共和国: 'cn',
        대한민국: 'kr',
        'Cộng hòa Pháp': 'fr',
        'भारत गणराज्य': 'in',
        'Republika ng Pilipinas': 'ph',
        'Republika Czeska': 'cz',
        "Korea (the Democratic People's Republic of)": 'kp',
        'Congo, The Democratic Republic of the': 'cd',
        'Taiwan, Province of China': 'tw'
      }
    ],
    [
      'its short name',
      {
        السعودية: 'sa',
        الإمارات: 'ae',
        'U.A.E.': 'ae',
        中国大陆: 'cn',
        中国香港: 'hk',
        'Hong Kong SAR': 'hk',
        미국: 'us',
        США: 'us',
        РФ: 'ru',
        ABD: 'us',
        Mỹ: 'us',
        Bỉ: 'be',
        'Amerika Serikat': 'us',
        '🇺🇸 United States': 'us',
        'ארצות הברית': 'us',
        मालदीव: 'mv',
        मोलदोवा: 'md',
        टोगो: 'tg',
        टोंगा: 'to',
        मेक्सिको: 'mx',
        "М'янма": 'mm',
        'Trinidad and Tobago': 'tt',
        'Saint Lucia': 'lc',
        'Виргинские острова (США)': 'vi',
        Hapon: 'jp',
        Holandia: 'nl',
        เกาหลีใต้: 'kr'
      }
    ]
  ])('is read from %s', (_kind, names) => {
    expect(Object.fromEntries(Object.keys(names).map((name) => [name, readCountry(name)]))).toEqual(names)
  })

  it.each([
    ...[
      'Georgia (US)',
      'USA / Canada',
      'de-AT',
      'es-MX',
      'US, CA',
      '971',
      '999',
      '49',
      '001',
      'EU',
      'XX',
      'my country'
    ],
    ...[
      'República de China',
      'Kongo',
      'Saint-Martin',
      'टग',
      'Неизвестный остров (США)',
      'New Jersey',
      'Republic',
      'Paris',
      '',
      ' ',
      'constructor',
      'x'.repeat(200)
    ]
  ])('is not guessed from %p', (text) => expect(readCountry(text)).toBeUndefined())
})
