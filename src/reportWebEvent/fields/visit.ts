import type { InputField } from '@segment/actions-core'
import { path } from './paths'

/** Where it happened: the page and the browser. */
export const visitFields: Record<string, InputField> = {
  url: {
    label: 'Page URL',
    description:
      'The address of the page on which the event happened. Without Click ID, the parameter "ttclid" of this address stands in for it.',
    type: 'string',
    default: path('context', 'page', 'url')
  },
  referrer: {
    label: 'Page Referrer',
    description: 'The address of the page that led there. Sent only together with Page URL.',
    type: 'string',
    default: path('context', 'page', 'referrer')
  },
  ip: {
    label: 'IP Address',
    description:
      "The public IP address of the person's browser (IPv4 or IPv6), not hashed. A private or malformed one is left out. TikTok matches best when User Agent comes with it.",
    type: 'string',
    default: path('context', 'ip')
  },
  user_agent: {
    label: 'User Agent',
    description: "The user agent of the person's browser, not hashed.",
    type: 'string',
    default: path('context', 'userAgent')
  },
  locale: {
    label: 'Locale',
    description: "The language of the person's browser (BCP 47, such as en-US).",
    type: 'string',
    default: path('context', 'locale')
  }
}
