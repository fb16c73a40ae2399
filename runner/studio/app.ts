import type { MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import type { StudioAccess } from './access'
import type { ApiError } from './api'
import { describeDefinition } from './definition'
import { checkHost, checkOrigin, protectPage } from './guard'
import { createPageFiles } from './page-files'
import { Problem } from './problem'
import { createCaseRoutes } from './routes/cases'
import { createEventRoutes } from './routes/explain'
import { createMappingRoutes } from './routes/mappings'
import { createRequestRoutes } from './routes/requests'
import { createSourceRoutes } from './routes/sources'
import { createUpdateRoutes } from './routes/updates'
import type { StudioSession } from './session'

export interface AppOptions {
  access: StudioAccess
  /** The files of the page. */
  pageFolder: string
}

/** No browser keeps what may be personal. */
const keepNothing: MiddlewareHandler = async (c, next) => {
  await next()
  c.header('Cache-Control', 'no-store')
}

/** The studio without a port. */
export function createApp(session: StudioSession, { access, pageFolder }: AppOptions): Hono {
  const app = new Hono()
  app.use(protectPage, checkHost)
  app.use('/api/*', keepNothing, checkOrigin, access.check)
  app.route('/api/session', access.createRoutes())
  app.route('/api/sources', createSourceRoutes(session))
  app.get('/api/definition', async (c) => c.json(await describeDefinition(session.mappings.state.file)))
  app.route('/api/updates', createUpdateRoutes(session))
  app.route('/api/mappings', createMappingRoutes(session))
  app.route('/api/cases', createCaseRoutes(session))
  app.route('/api', createEventRoutes(session))
  app.route('/api', createRequestRoutes(session))
  app.route('/', createPageFiles(pageFolder))
  app.notFound((c) => c.json<ApiError>({ message: `There is no ${c.req.method} ${c.req.path}.` }, 404))
  app.onError((error, c) => {
    if (error instanceof Problem) {
      const { message, faults, conflict, textFaults, status } = error
      return c.json({ message, faults, conflict, textFaults }, status)
    }
    // A message of the system could quote a value.
    return c.json<ApiError>({ message: `The studio failed (${error.name}).` }, 500)
  })
  return app
}
