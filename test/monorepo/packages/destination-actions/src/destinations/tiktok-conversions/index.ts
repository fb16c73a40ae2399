import type { DestinationDefinition } from '@segment/actions-core'
import reportWebEvent from './reportWebEvent'

/** The destination of today, which src/ replaces, cut down to what the checks compare. */
const destination: DestinationDefinition<unknown> = {
  name: 'Tiktok Conversions',
  slug: 'tiktok-conversions',
  mode: 'cloud',
  authentication: {
    scheme: 'custom',
    fields: {
      accessToken: { label: 'Access Token', description: 'The access token.', type: 'password', required: true },
      pixelCode: { label: 'Pixel Code', description: 'The ID of the pixel.', type: 'string', required: true }
    }
  },
  actions: { reportWebEvent }
}

export default destination
