/** Puts faults back that the destination once had, or could have, and expects the checks to find each of them. */
const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { dirname, join } = require('node:path')
const { after, before, describe, it } = require('node:test')
const { ESLint } = require('eslint')
const { metadataOf, validateMetadata } = require('./metadata')
const { compareRequiredFields, listRequiredFields } = require('./required-fields')
const { validateSavedMappings } = require('./saved-mappings')
const { validateSecretFields } = require('./secret-fields')
const { validateDestination } = require('./validate')

const [{ definition, folder }] = Object.values(require('./manifest'))

const compareWithToday = (changed) =>
  compareRequiredFields(listRequiredFields([definition]), listRequiredFields([changed]))

function withSettings(settings) {
  const { authentication } = definition
  return { ...definition, authentication: { ...authentication, fields: { ...authentication.fields, ...settings } } }
}

function withFields(fields) {
  const { reportWebEvent } = definition.actions
  return {
    ...definition,
    actions: { reportWebEvent: { ...reportWebEvent, fields: { ...reportWebEvent.fields, ...fields } } }
  }
}

function withoutField(key) {
  const { [key]: _removed, ...fields } = definition.actions.reportWebEvent.fields
  return { ...definition, actions: { reportWebEvent: { ...definition.actions.reportWebEvent, fields } } }
}

const TEXT = { label: 'Text', description: 'A text.', type: 'string' }
const IF_CRM = { conditions: [{ fieldKey: 'event_source', operator: 'is', value: 'crm' }] }
const { batch_keys } = definition.actions.reportWebEvent.fields
const FOUR_KEYS = ['event_source', 'test_event_code', 'event', 'url']

describe('a definition', () => {
  for (const [fault, check, changed, problem] of [
    [
      'under a new name',
      compareWithToday,
      { ...definition, name: 'New' },
      /is not registered under this name any more/
    ],
    [
      'with a new required field',
      compareWithToday,
      withFields({ shop_id: { ...TEXT, required: true } }),
      /requires shop_id/
    ],
    [
      'with a new required property',
      compareWithToday,
      withFields({ address: { ...TEXT, type: 'object', properties: { city: { ...TEXT, required: true } } } }),
      /requires address\.city/
    ],
    [
      'with a new required setting',
      compareWithToday,
      withSettings({ shop: { ...TEXT, required: true } }),
      /requires shop/
    ],
    [
      'with a lead_id that CRM events of saved mappings lack',
      validateSavedMappings,
      withFields({ lead_id: { ...TEXT, required: IF_CRM } }),
      /is refused: .*'lead_id'/
    ],
    ['without contents', validateSavedMappings, withoutField('contents'), /loses contents/],
    [
      'with a token that everybody sees',
      validateSecretFields,
      withSettings({ accessToken: TEXT }),
      /accessToken .* not password/
    ],
    [
      'with four batch keys',
      validateDestination,
      withFields({ batch_keys: { ...batch_keys, default: FOUR_KEYS } }),
      /more than 3 batch keys/
    ]
  ]) {
    it(`${fault} is found`, () => assert.match([...check(changed)].join('\n'), problem))
  }
})

describe('metadata.json', () => {
  const place = mkdtempSync(join(tmpdir(), 'metadata-'))
  const problems = () => [...validateMetadata({ definition, folder: place })].join('\n')
  after(() => rmSync(place, { recursive: true }))

  it('that was deleted is found', () => assert.match(problems(), /does not exist/))

  it('that is out of date is found', () => {
    writeFileSync(join(place, 'metadata.json'), metadataOf({ ...definition, name: 'Old' }))
    assert.match(problems(), /is out of date/)
  })

  it('that is up to date passes', () => {
    writeFileSync(join(place, 'metadata.json'), metadataOf(definition))
    assert.equal(problems(), '')
  })
})

describe('ESLint', () => {
  const eslint = new ESLint({ cwd: __dirname })
  const digest = "createHash('sha256').update('').digest('hex')"

  for (const [fault, code, rule] of [
    [
      'createHash of crypto',
      `import { createHash } from 'crypto'\nexport const a = ${digest}\n`,
      'no-restricted-imports'
    ],
    [
      'createHash of node:crypto',
      `import { createHash } from 'node:crypto'\nexport const a = ${digest}\n`,
      'no-restricted-imports'
    ],
    [
      'hash of node:crypto',
      "import { hash } from 'node:crypto'\nexport const a = hash('sha256', '')\n",
      'no-restricted-imports'
    ],
    [
      'createHash by way of crypto',
      `import crypto from 'crypto'\nexport const a = crypto.${digest}\n`,
      'no-restricted-syntax'
    ],
    [
      'a package that the monorepo lacks',
      "import zod from 'zod'\nexport const a: unknown = zod\n",
      'no-restricted-syntax'
    ]
  ]) {
    it(`finds ${fault}`, async () => {
      const [{ messages }] = await eslint.lintText(code, { filePath: join(folder, 'reportWebEvent/sha256.ts') })
      assert.ok(
        messages.some(({ ruleId }) => ruleId === rule),
        JSON.stringify(messages)
      )
    })
  }
})

describe('Jest', () => {
  const tests = join(__dirname, 'packages/destination-actions/src/faults/__tests__')
  const files = {
    'network.test.ts': `import { get } from 'node:http'
it('reaches the network', (done) => { get('http://203.0.113.1', () => done()).on('error', done) })`,
    'nock.test.ts': `import nock from 'nock'
beforeAll(() => { nock('https://example.com').get('/').reply(200) })
it('keeps interceptors from test to test', () => { expect(nock.pendingMocks()).toHaveLength(1) })`,
    'phone.test.ts': `import { PhoneNumberUtil } from 'google-libphonenumber'
const util = PhoneNumberUtil.getInstance()
it('needs a newer google-libphonenumber', () => { expect(util.isPossibleNumberString('+5215512345678')).toBe(false) })`,
    'time.test.ts': "it('runs in UTC', () => { expect(new Date(2026, 6, 1).getTime()).toBe(Date.UTC(2026, 6, 1)) })",
    '__helpers__/helper.ts': "throw new Error('A helper was taken for a test.')"
  }
  let results

  before(() => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tests, name)), { recursive: true })
      writeFileSync(join(tests, name), text)
    }
    const args = ['test', '--silent', '--prefix', 'packages/destination-actions', '--', '--json', 'src/faults']
    const { stdout } = spawnSync('npm', args, {
      cwd: __dirname,
      encoding: 'utf8',
      env: { ...process.env, TZ: 'Asia/Tokyo' }
    })
    const suites = JSON.parse(stdout).testResults.flatMap((suite) => suite.assertionResults)
    results = Object.fromEntries(
      suites.map(({ title, status, failureMessages }) => [title, status + failureMessages.join()])
    )
  })
  after(() => rmSync(dirname(tests), { recursive: true }))

  for (const [title, result] of [
    ['reaches the network', /^failed.*Disallowed net connect/],
    ['keeps interceptors from test to test', /^failed.*toHaveLength/s],
    ['needs a newer google-libphonenumber', /^failed.*toBe/s],
    ['runs in UTC', /^passed$/]
  ]) {
    it(`says of a test that ${title}: ${result.source.match(/\w+/)}`, () => assert.match(results[title], result))
  }

  it('takes no helper for a test', () => assert.equal(Object.keys(results).length, 4))
})
