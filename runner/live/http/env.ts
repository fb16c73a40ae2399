import type { HttpBindings } from '@hono/node-server'

/** The Node.js request and response behind a request; absent in tests without a server. */
export type Env = { Bindings: Partial<HttpBindings> }
