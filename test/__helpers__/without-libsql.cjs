// Preloaded into a command: no binary of SQLite is there, as after `npm install --omit=optional`.
const Module = require('node:module')
const resolve = Module._resolveFilename

Module._resolveFilename = (request, ...others) => {
  if (!request.startsWith('@libsql/')) return resolve(request, ...others)
  throw Object.assign(new Error(`Cannot find module '${request}'`), { code: 'MODULE_NOT_FOUND' })
}
