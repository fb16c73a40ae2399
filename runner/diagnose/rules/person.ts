import { isIP } from 'node:net'
import { isbot } from 'isbot'
import { isWeb } from '../../../src/reportWebEvent/event/origin'
import type { Payload } from '../../../src/reportWebEvent/generated-types'
import type { TikTokUser } from '../../../src/reportWebEvent/types'
import { isMatchable } from '../../match-keys'
import type { Rule } from './rule'
import { bySubject, byTikTokEvent, when } from './rule'

/** Identifiers of the mapping, and the keys that TikTok gets them as. */
const IDENTIFIERS: [label: string, read: (payload: Payload) => unknown, key: keyof TikTokUser][] = [
  ['Email', ({ email }) => email, 'email'],
  ['Phone Number', ({ phone_number }) => phone_number, 'phone'],
  ['External ID', ({ external_id }) => external_id, 'external_id'],
  ['First Name', ({ first_name }) => first_name, 'first_name'],
  ['Last Name', ({ last_name }) => last_name, 'last_name'],
  ['City', ({ address }) => address?.city, 'city'],
  ['State', ({ address }) => address?.state, 'state'],
  ['Country', ({ address }) => address?.country, 'country'],
  ['Zip Code', ({ address }) => address?.zip_code, 'zip_code'],
  ['TikTok Click ID', ({ ttclid }) => ttclid, 'ttclid'],
  ['TikTok Cookie ID', ({ ttp }) => ttp, 'ttp']
]

/** Email addresses, also in URLs, which encode the `@`. */
const EMAIL = /[^\s@/?#&=](?:@|%40)(?:[^\s@/?#&=%]|%(?!40))+\.[a-z]{2,}/i

const PERSONAL_PARAMETER =
  /[?&#;](e-?mail|phone(?:_?number)?|tel|mobile|first_?name|last_?name|full_?name|address|zip(?:_?code)?|postal_?code|birth_?da(?:te|y)|dob|ssn|password)=[^&#]/i

const NAMES: Record<string, string> = {
  email: 'Email',
  phone: 'Phone Number',
  external_id: 'External ID',
  ttclid: 'TikTok Click ID',
  ttp: 'TikTok Cookie ID',
  ip: 'IP Address'
}

/** Rules about people and their privacy. */
export const personRules: Rule[] = [
  {
    id: 'no-match-key',
    fields: ['email', 'phone_number', 'external_id'],
    severity: 'error',
    title: 'Events cannot be matched with a person',
    meaning: 'They carry no email, phone, external ID, click ID, cookie, lead ID, or IP address with user agent.',
    suggestion: 'Map at least one of these, best several.',
    note: ({ built }) => when(!isMatchable(built), built.event),
    find: byTikTokEvent
  },
  {
    id: 'identifier-shared',
    fields: ['external_id', 'email', 'phone_number'],
    severity: 'error',
    title: 'One identifier is shared by many people',
    meaning: 'TikTok takes all these people for one, so their events are matched with the wrong person.',
    suggestion: 'Look for a default value, a test account or the address of your own server, and leave it out.',
    find: ({ shared }) =>
      shared.map(({ identifier, people, share, examples }) => ({
        subject: `${NAMES[identifier]}: one value, ${people} people`,
        count: people,
        of: Math.round(people / share),
        examples
      }))
  },
  {
    id: 'identifier-left-out',
    fields: ['email', 'phone_number', 'external_id'],
    severity: 'warning',
    title: 'Identifiers cannot be used',
    meaning:
      'The values are blank, placeholders such as n/a, or not of the form that TikTok expects. They are not sent.',
    suggestion: 'Explain one of the events: npx tiktok-conversions explain FILE --line N.',
    note: ({ payload, built: { user = {} } }) =>
      IDENTIFIERS.filter(([, read, key]) => holdsValue(read(payload)) && user[key] === undefined).map(
        ([label]) => label
      ),
    find: bySubject
  },
  {
    id: 'ip-private',
    fields: ['ip'],
    severity: 'warning',
    title: 'IP addresses are not public',
    meaning: 'Private, reserved and invalid addresses say nothing about a person. They are not sent.',
    suggestion: "Send the address of the person's browser, not of a proxy or a server.",
    note: ({ payload: { ip }, built: { user } }) => {
      if (!holdsValue(ip) || user?.ip !== undefined) return []
      return [isIP(String(ip).trim()) === 0 ? 'Not an IP address' : 'Private or reserved']
    },
    find: bySubject
  },
  {
    id: 'url-personal',
    fields: ['url'],
    severity: 'error',
    title: 'URLs hold personal data',
    meaning: 'TikTok prohibits personal data in URLs, and notifies advertisers of it.',
    suggestion: 'Remove these parameters before the event is sent, such as with an insert function.',
    note: ({ built: { page } }) => [
      ...personalKinds(page?.url).map((kind) => `Page URL: ${kind}`),
      ...personalKinds(page?.referrer).map((kind) => `Page Referrer: ${kind}`)
    ],
    find: bySubject
  },
  {
    id: 'text-personal',
    severity: 'error',
    title: 'Texts hold personal data',
    meaning: 'TikTok prohibits personal data outside of its fields, and notifies advertisers of it.',
    suggestion: 'Remove it before the event is sent, such as with an insert function, or do not map the field.',
    note: ({ built: { properties = {} } }) => {
      const names = (properties.contents ?? []).map(({ content_name }) => content_name)
      return [
        ...personalTexts('Search Query', [properties.query]),
        ...personalTexts('Order ID', [properties.order_id]),
        ...personalTexts('Content Name', names)
      ]
    },
    find: bySubject
  },
  {
    id: 'agent-no-person',
    fields: ['user_agent'],
    severity: 'warning',
    title: 'User agents belong to servers and bots',
    meaning: 'TikTok takes them for the browsers of people, and matches the events of many people as one.',
    suggestion: "Map User Agent to the user agent of the person's browser, and leave out the visits of bots.",
    note: ({ built: { event, user } }) => when(isbot(user?.user_agent), event),
    find: byTikTokEvent
  },
  {
    id: 'url-missing',
    fields: ['url'],
    severity: 'info',
    title: 'Page URL is missing',
    meaning: 'TikTok asks for the URL of web events, and takes the click ID from it.',
    suggestion: 'Map Page URL to the address of the page where the event happened.',
    note: ({ payload, built: { event, page } }) => when(isWeb(payload) && page === undefined, event),
    find: byTikTokEvent
  }
]

/** A number with its country code; other digits may identify products. */
const PHONE = /(?:^|[^\w+])\+\d(?:[\s().-]{0,2}\d){8,14}(?!\d)/

function personalTexts(field: string, texts: readonly (string | undefined)[]): string[] {
  const isAny = (form: RegExp) => texts.some((text) => text !== undefined && form.test(text))
  return [...when(isAny(EMAIL), `${field}: an email address`), ...when(isAny(PHONE), `${field}: a phone number`)]
}

function holdsValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsValue)
  return typeof value === 'string' && value.trim() !== ''
}

function personalKinds(url?: string): string[] {
  if (url === undefined) return []
  const [, parameter] = PERSONAL_PARAMETER.exec(url) ?? []
  return [
    ...when(EMAIL.test(url), 'an email address'),
    ...(parameter === undefined ? [] : [`the parameter "${parameter.toLowerCase()}"`])
  ]
}
