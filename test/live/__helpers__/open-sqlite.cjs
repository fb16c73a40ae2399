// Opens a store in a process of its own, and adds an event. Compiled, as a process would take long to start otherwise.
const { SqliteStore } = require('../../../dist/runner/live/store/sqlite')

const [path, messageId] = process.argv.slice(2)
const store = SqliteStore.open(path)
void store.append({ events: [{ source: 'shop', messageId, event: '{}' }] }).then(() => store.close())
