import { ordersOf } from './command'

/** The parts share no six characters with each other or with words of ours. */
export const SECRETS: Record<string, string> = {
  token: 'q7Zk93fVx2LwB8tR5mYc',
  email: 'zw4kq.v9xhy@example.com',
  phone: '+12025550143',
  name: 'Xqvzyk',
  externalId: 'kunde-83927461',
  address: '203.0.113.84',
  order: 'bst_5839201746',
  clickId: 'E.C.P.wq83jxv0'
}

const encode = (encoding: BufferEncoding) => (text: string) => Buffer.from(text).toString(encoding)
const eachByte = (write: (byte: number) => string) => (text: string) => [...Buffer.from(text)].map(write).join('')
const hexOf = (byte: number) => byte.toString(16).padStart(2, '0')
const digitsOf = (text: string) => text.replace(/\D/g, '')

const FORMS: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'in upper case': (text) => text.toUpperCase(),
  reversed: (text) => [...text].reverse().join(''),
  'in hex': encode('hex'),
  'in upper hex': (text) => encode('hex')(text).toUpperCase(),
  'in base64': encode('base64'),
  'in decimals': eachByte((byte) => String(byte).padStart(3, '0')),
  'percent-encoded': eachByte((byte) => `%${hexOf(byte)}`),
  'u-escaped': eachByte((byte) => `\\u00${hexOf(byte)}`),
  'cut short': (text) => text.slice(0, 9),
  'without its beginning': (text) => text.slice(-9),
  'with spaces': (text) => [...text].join(' '),
  'its digits': digitsOf,
  'its digits, in pairs': (text) => digitsOf(text).replace(/..(?=.)/g, '$& '),
  'its digits, as positions': (text) => digitsOf(text).replace(/.{1,3}/g, 'data.$&.user, '),
  'its digits, as one position': (text) => `data.${digitsOf(text).replace(/.{1,3}(?=.)/g, '$&.user.email.')}`,
  'its digits, as products': (text) => digitsOf(text).replace(/.{1,2}/g, 'data.0.properties.contents.$& ')
}

const PLACES: Record<string, (text: string) => object | string> = {
  'as the message': (text) => ({ code: 40002, message: text }),
  'in a message': (text) => ({ code: 40002, message: `Invalid value for email: "${text}" is not valid.` }),
  'glued to a key': (text) => ({ code: 40062, message: `data.0.user.email=${text}` }),
  'as the request id': (text) => ({ code: 40002, message: 'Wrong.', request_id: text }),
  'behind a date': (text) => ({ code: 40002, message: 'Wrong.', request_id: `20261122100000${text.slice(0, 20)}` }),
  'behind a date, with zeros': (text) => ({
    code: 50000,
    request_id: `20261122100000${text.slice(0, 20).padEnd(20, '0')}`
  }),
  'behind zeros': (text) => ({ code: 40002, message: 'Wrong.', request_id: text.slice(-20).padStart(20, '0') }),
  'of an accepted request': (text) => ({ code: 0, message: text, request_id: text }),
  'as the code': (text) => ({ code: Number(digitsOf(text).slice(0, 15)) || 40002, message: text }),
  'as a negative code': (text) => ({ code: -Number(digitsOf(text).slice(0, 12)) || 40002, message: text }),
  'in a page of a gateway': (text) => `<html><title>${text}</title></html>`
}

interface Variant {
  name: string
  secret: string
  body: string
}

export const VARIANTS: Variant[] = Object.entries(SECRETS).flatMap(([what, secret]) =>
  Object.entries(FORMS).flatMap(([form, transform]) =>
    Object.entries(PLACES).map(([place, answer]) => {
      const body = answer(transform(secret))
      return { name: `${what} ${form} ${place}`, secret, body: typeof body === 'string' ? body : JSON.stringify(body) }
    })
  )
)

/** Six characters of a secret in a row, as they are or in one of the encodings; or seven of its digits, however spread. */
function piecesOf(secret: string): { texts: string[]; digits: string[] } {
  const local = secret.replace(/@.*/, '').toLowerCase()
  const windows = (text: string, length: number) =>
    Array.from({ length: Math.max(0, text.length - length + 1) }, (_, start) => text.slice(start, start + length))
  const plain = windows(local, 6)
  const reversed = plain.map((text) => [...text].reverse().join(''))
  const encoded = plain.flatMap((text) => [encode('hex')(text), FORMS['in decimals'](text)])
  return {
    texts: [...plain, ...reversed, ...encoded, encode('base64')(secret).slice(0, 12).toLowerCase()],
    digits: windows(digitsOf(secret), 7)
  }
}

const PIECES = new Map(Object.values(SECRETS).map((secret) => [secret, piecesOf(secret)]))

/** The first piece of a secret in a text. */
export function leakIn(text: string, secret: string): string | undefined {
  const { texts, digits } = PIECES.get(secret) as ReturnType<typeof piecesOf>
  const folded = text.toLowerCase()
  const allDigits = digitsOf(text)
  return texts.find((piece) => folded.includes(piece)) ?? digits.find((piece) => allDigits.includes(piece))
}

export const leaksIn = (text: string) => Object.values(SECRETS).flatMap((secret) => leakIn(text, secret) ?? [])

/** As many mappings as a file can hold. */
export const GROUPS = 50

export const EVENTS = ordersOf(VARIANTS.length, (index) => ({
  group: `g${index % GROUPS}`,
  email: SECRETS.email,
  order_id: SECRETS.order
})).map((event) => ({
  ...event,
  userId: SECRETS.externalId,
  context: { ip: SECRETS.address, traits: { email: SECRETS.email, phone: SECRETS.phone, firstName: SECRETS.name } }
}))
