import { once } from 'node:events'
import { startSandbox } from '../sandbox'
import type { ExitCode } from './exit'
import { EXIT, UsageError } from './exit'

/** `tiktok-conversions sandbox`: a local TikTok until Ctrl-C. @throws UsageError where the port is taken */
export async function runSandbox(port: number): Promise<ExitCode> {
  const sandbox = await startSandbox({ port }).catch(({ code }: NodeJS.ErrnoException) => {
    throw new UsageError(`Port ${port} cannot be used (${code}).`)
  })
  console.log(
    `The sandbox listens on ${sandbox.url}. Access Token: ${sandbox.accessToken}, Pixel Code: ${sandbox.pixelCode}`
  )
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await sandbox.close()
  return EXIT.allDelivered
}
