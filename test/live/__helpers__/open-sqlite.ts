import { SqliteStore } from '../../../runner/live/store/sqlite'

// Opens a store in a process of its own, and adds an event.
const [path, messageId] = process.argv.slice(2)
const store = new SqliteStore(path)
void store.append({ events: [{ source: 'shop', messageId, event: '{}' }] }).then(() => store.close())
