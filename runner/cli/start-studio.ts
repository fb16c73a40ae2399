import { portError } from '../errors'
import type { Studio, StudioOptions } from '../studio'

/** Starts a studio. @throws UsageError for mappings that could not be run as they stand, and if the port is taken */
export async function startStudioOn(options: StudioOptions): Promise<Studio> {
  const { startStudio } = await import('../studio')
  return startStudio(options).catch((error) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
    throw portError(options.port, error, options.live === undefined ? '--port' : '--studio-port')
  })
}
