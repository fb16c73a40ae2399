import { hash, hashAll } from '../reportWebEvent/hash'
import {
  normalizeEmail,
  normalizeExternalId,
  normalizeName,
  normalizePhone,
  normalizeZipCode
} from '../reportWebEvent/normalize'

const DIGEST = '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f'

describe('the digests TikTok documents', () => {
  it.each<[key: string, text: string, normalize: (text: string) => string | undefined, digest: string]>([
    ['email', ' ALICE_abc@gmail.com ', normalizeEmail, DIGEST],
    ['phone', '(+1)2133734253', normalizePhone, '9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd'],
    [
      'external_id',
      'user_123',
      normalizeExternalId,
      '80fba0ae1c48e3978e43e4efc365e14e12ea0c830ba8ba5b9a2dafc7e3f2ab8b'
    ],
    ['first_name', 'Jane', normalizeName, '81f8f6dde88365f3928796ec7aa53f72820b06db8664f5fe76a7eb13e24546a2'],
    ['zip_code', '95110', normalizeZipCode, '383f7fffd99f3b1c3066086bcf991eae7ad543589d12bd792ecb6dc8b5acebc1'],
    ['zip_code', 'M5V 3L9', normalizeZipCode, '5c850751d57c5d887fe7807d3da801efe7e8faa1f105ea36cdcd913dd32a41c7']
  ])('%s %p', (_key, text, normalize, digest) => expect(hash(text, (value) => normalize(value))).toBe(digest))
})

it('passes a digest through, in lower case', () => {
  expect(hash(` ${DIGEST.toUpperCase()} `, normalizeEmail)).toBe(DIGEST)
})

it('hashes neither a placeholder nor what normalises to nothing', () => {
  expect(hash('n/a', normalizeExternalId)).toBeUndefined()
  expect(hash('jane', normalizeEmail)).toBeUndefined()
})

it('hashes each of several values once', () => {
  expect(hashAll(['ALICE_abc@gmail.com', 'alice_abc@gmail.com', '', DIGEST], normalizeEmail)).toEqual([DIGEST])
})

it('makes no list of nothing', () => {
  expect(hashAll([' ', 'n/a'], normalizeEmail)).toBeUndefined()
})
