import type { Payload, Settings } from 'tiktok-conversions'
import byDefault, { destination } from 'tiktok-conversions'
import type { Sandbox } from 'tiktok-conversions/sandbox'
import { startSandbox } from 'tiktok-conversions/sandbox'
import { bindToSandbox } from 'tiktok-conversions/testing'

const settings: Settings = { accessToken: 'token', pixelCode: 'PIXEL' }
const payload: Pick<Payload, 'event'> = { event: 'Purchase' }
const slugs: (string | undefined)[] = [destination.slug, byDefault.slug]
async function main() {
  const sandbox: Sandbox = await startSandbox()
  const tiktok = bindToSandbox(sandbox)
  await tiktok.destination.onEvent({ type: 'page', messageId: 'm1' }, tiktok.settings)
  await sandbox.close()
}

void main()
// @ts-expect-error the types are those of the package, not any
const wrong: number = destination.slug
console.log(settings, payload, slugs, wrong)
