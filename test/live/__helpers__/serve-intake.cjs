// An intake in a process of its own, that tells its port. Arguments: the path of a file, or a URL and a schema.
// Compiled, as a process would take seconds to start otherwise.
const { pino } = require('pino')
const { startLiveServer } = require('../../../dist/runner/live/http/live-server')
const { openStore } = require('../../../dist/runner/live/store/open')

const [location, schema] = process.argv.slice(2)
const listen = { hostname: '127.0.0.1', port: 0 }

async function main() {
  const store = await openStore(location, { schema })
  const server = await startLiveServer({
    store,
    writeKeys: [{ source: 'shop', key: 'key-1' }],
    log: pino({ level: 'silent' }),
    intake: listen,
    admin: listen
  })
  process.send(server.port)
  process.on('SIGTERM', async () => {
    await server.close()
    await store.close()
    process.disconnect()
  })
}

main()
