import type { InputField } from '@segment/actions-core'
import { path } from './paths'

/** Where it happened: the page and the browser. */
export const visitFields: Record<string, InputField> = {
  url: {
    label: 'Page URL',
    description:
      'The address of the page where the event happened, reported with the event when there is one. If TikTok Click ID is missing, it is taken from the "ttclid" parameter of this address.',
    type: 'string',
    default: path('context', 'page', 'url')
  },
  referrer: {
    label: 'Page Referrer',
    description:
      'The address of the page that led to Page URL, reported with the event when there is one. Left out when Page URL is missing.',
    type: 'string',
    default: path('context', 'page', 'referrer')
  },
  ip: {
    label: 'IP Address',
    description:
      "The public IP address (IPv4 or IPv6) of the person's browser, which helps TikTok match the event with a TikTok user, best together with User Agent. It is sent without hashing; a missing, private, or invalid address is left out.",
    type: 'string',
    default: path('context', 'ip')
  },
  user_agent: {
    label: 'User Agent',
    description:
      "The user agent of the person's browser, which helps TikTok match the event with a TikTok user, best together with IP Address. It is sent without hashing, and left out when it is missing.",
    type: 'string',
    default: path('context', 'userAgent')
  },
  locale: {
    label: 'Locale',
    description:
      "The language of the person's browser, such as en-US, reported with the event. Left out when it is missing.",
    type: 'string',
    placeholder: 'en-US',
    default: path('context', 'locale')
  }
}
