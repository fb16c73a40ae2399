import type { DestinationDefinition } from '@segment/actions-core'
import { readAccessToken } from './credentials'
import type { Settings } from './generated-types'
import { presets } from './presets'
import reportWebEvent from './reportWebEvent'
import { testCredentials } from './reportWebEvent/send'

const destination: DestinationDefinition<Settings> = {
  name: 'TikTok Conversions',
  slug: 'tiktok-conversions',
  mode: 'cloud',
  description: 'Report conversions to TikTok, server to server, through the TikTok Events API.',

  authentication: {
    scheme: 'custom',
    fields: {
      accessToken: {
        label: 'Access Token',
        description:
          'The Access Token for the TikTok Events API. In TikTok Events Manager, open your pixel, go to Settings, and generate the token under Events API.',
        type: 'password',
        required: true
      },
      pixelCode: {
        label: 'Pixel Code',
        description:
          'The ID of the pixel that receives your events. TikTok Events Manager shows it beside the name of the pixel. For CRM events, enter the ID of the CRM event set.',
        type: 'string',
        required: true
      }
    },
    testAuthentication: (request, { settings }) => testCredentials(request, settings)
  },

  extendRequest: ({ settings }) => ({ headers: { 'Access-Token': readAccessToken(settings) } }),

  presets,

  actions: { reportWebEvent }
}

export default destination
