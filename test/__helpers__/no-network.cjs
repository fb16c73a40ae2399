// Preloaded into a command: no name can be looked up, as on a machine without a network.
require('node:dns').lookup = (hostname, _options, callback) => {
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' })
  process.nextTick(callback, error)
}
