import type { InputField } from '@segment/actions-core'
import { path } from './paths'

/** The fields of the visit: the page and the browser. */
export const visitFields: Record<string, InputField> = {
  url: {
    label: 'Page URL',
    description:
      'The address of the page where the event happened. Left out when it is missing. A missing TikTok Click ID is taken from the "ttclid" parameter of this address.',
    type: 'string',
    default: path('context', 'page', 'url')
  },
  referrer: {
    label: 'Page Referrer',
    description: 'The address of the page that led to Page URL. Left out when it or Page URL is missing.',
    type: 'string',
    default: path('context', 'page', 'referrer')
  },
  ip: {
    label: 'IP Address',
    description:
      "The public IP address (IPv4 or IPv6) of the person's browser. Together with User Agent, it helps TikTok match the event with a TikTok user. Sent without hashing. A missing, private, or invalid address is left out; of several, the first public one is sent.",
    type: 'string',
    default: path('context', 'ip')
  },
  user_agent: {
    label: 'User Agent',
    description:
      "The user agent of the person's browser. Together with IP Address, it helps TikTok match the event with a TikTok user. Sent without hashing, and left out when it is missing.",
    type: 'string',
    default: path('context', 'userAgent')
  },
  locale: {
    label: 'Locale',
    description: "The language of the person's browser, such as en-US. Left out when it is missing.",
    type: 'string',
    placeholder: 'en-US',
    default: path('context', 'locale')
  }
}
