import type { Context } from 'hono'
import { LOCAL_HOST } from '../../hosts'
import type { WriteKeys } from '../write-keys'

/** Seconds that browsers keep the settings. */
const MAX_AGE = 300

/**
 * The settings that Segment's browser and mobile libraries load before they start. They name the address to send to,
 * which would be Segment's otherwise.
 * @param publicUrl the address that clients see, if it is not the address of their request
 */
export function sendSettings(c: Context, keys: WriteKeys, publicUrl: string | undefined): Response {
  const key = c.req.param('key') ?? ''
  if (keys.find(key) === undefined) return c.json({ success: false, message: 'The write key is not known.' }, 404)
  const { protocol, host } = new URL(publicUrl ?? requestUrl(c))
  const segment = {
    apiKey: key,
    apiHost: `${host}/v1`,
    protocol: protocol.slice(0, -1),
    unbundledIntegrations: [],
    addBundledMetadata: true
  }
  c.header('cache-control', `public, max-age=${MAX_AGE}`)
  return c.json({
    integrations: { 'Segment.io': segment },
    plan: { track: { __default: { enabled: true } }, identify: { __default: { enabled: true } } },
    edgeFunction: {},
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: []
  })
}

/** TLS ends at a proxy in front, which pages need anyway. */
function requestUrl(c: Context): string {
  const host = c.req.header('host') ?? new URL(c.req.url).host
  return `${LOCAL_HOST.test(host) ? 'http' : 'https'}://${host}`
}
