import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { openStore } from '../runner/live/store/open'
import type { Sandbox } from '../sandbox'
import { startSandbox } from '../sandbox'
import { freePort } from '../soak/ports'
import { ServeProcess } from '../soak/serve'
import { COMMAND, ordersOf, ROOT, TestFolder, toLines, withoutCredentials } from './__helpers__/command'
import type { Sample } from './__helpers__/samples'
import { commandsOf, PAGES, samplesOf } from './__helpers__/samples'

/** Blocks that cannot run here, and why. */
const ELSEWHERE: Record<string, (sample: Sample) => boolean> = {
  'patches of actions-core': ({ page }) => page === 'docs/upstream.md',
  'needs a broker; kafka.slow.test.ts runs it': ({ page }) => page === 'docs/kafka.md',
  'a test file; sandbox/docs.test.ts compares it with one that runs': ({ text }) => text.includes('beforeAll'),
  'needs the token of an open page': ({ text }) => text.includes('X-Studio-Token')
}

const SAMPLES = PAGES.flatMap(samplesOf).filter((sample) => !Object.values(ELSEWHERE).some((isOne) => isOne(sample)))
const nameOf = ({ place, language }: Sample) => `${place} ${language}`
const ofLanguage = (...languages: string[]): [name: string, sample: Sample][] =>
  SAMPLES.filter(({ language }) => languages.includes(language)).map((sample) => [nameOf(sample), sample])

const COMMANDS = SAMPLES.flatMap((sample) =>
  commandsOf(sample).map((line): [place: string, line: string] => [sample.place, line])
)

/** Commands that run until they are ended, and what they print once they have started. */
const ENDLESS = /tiktok-conversions (sandbox|serve|studio)\b/
const STARTED = /listens on|"adminPort"|The studio is at/

/** Commands of a clone: they build, test and start it. */
const OF_CLONE = /^(git clone|npm ci|npm test|npm start)/

let folder: TestFolder
let sandbox: Sandbox
/** The sandbox that commands of curl ask. */
let shown: Sandbox
let server: ServeProcess

beforeAll(async () => {
  folder = new TestFolder()
  sandbox = await startSandbox()
  shown = await startSandbox()
  // A project that has the package.
  mkdirSync(folder.file('node_modules'))
  for (const [name, target] of [
    ['tiktok-conversions', ROOT],
    ['@types', join(ROOT, 'node_modules/@types')]
  ]) {
    symlinkSync(target, folder.file(`node_modules/${name}`))
  }
  symlinkSync(join(ROOT, 'examples'), folder.file('examples'))
  await writeInputs()
  writeShims()
  const args = ['--store', folder.file('served.db'), '--port', '0', '--sandbox-port', String(sandbox.port)]
  const configuration = folder.write('served.json', JSON.stringify({ sources: { shop: { keys: [{ key: 'key-1' }] } } }))
  server = await ServeProcess.start([...args, '--config', configuration], {
    TIKTOK_ADMIN_TOKEN: 'admin-token-of-a-test',
    TIKTOK_WRITE_KEYS: undefined
  })
})
afterAll(async () => {
  await server.stop()
  await sandbox.close()
  await shown.close()
  folder.remove()
})

/** The files that commands name, and a store with dead letters. */
async function writeInputs(): Promise<void> {
  const lines = toLines(ordersOf(2))
  folder.write('events.ndjson', lines)
  folder.write('event.json', toLines(ordersOf(1)))
  folder.write('mappings.json', JSON.stringify([{ ...MAPPING, subscribe: 'event = "Order Completed"' }]))
  folder.write('cases.json', SAMPLES.find(({ text }) => text.includes('"cases": ['))?.text ?? '')
  mkdirSync(folder.file('archive'))
  folder.write('archive/a.ndjson', lines)
  folder.write('archive/b.ndjson.gz', gzipSync(lines))
  const store = await openStore(folder.file('tiktok-conversions.db'))
  const events = ordersOf(13).map((event, index) => ({
    ...event,
    messageId: index === 0 ? 'order-1001' : `m-${index}`
  }))
  await store.append({
    events: events.map((event) => ({ source: 'shop', messageId: event.messageId, event: JSON.stringify(event) }))
  })
  const claim = await store.claim(13, 60_000)
  const error = { class: 'PayloadValidationError', message: 'Pixel Code is missing.', status: 400 }
  await store.settle(claim, {
    dead: claim.events.map(({ id }) => ({ id, mapping: 'Place an Order', error, attempts: 1 }))
  })
  await store.close()
}

const MAPPING = { name: 'Purchase', partnerAction: 'reportWebEvent', mapping: { event: 'Purchase' } }

/**
 * In the place of npx and curl: the built command, the sandbox in the place of TikTok, and ports that are free. The
 * clipboard holds an event.
 */
function writeShims(): void {
  mkdirSync(folder.file('bin'))
  const shim = (name: string, script: string) => {
    writeFileSync(folder.file(`bin/${name}`), `#!/bin/bash\n${script}\n`)
    chmodSync(folder.file(`bin/${name}`), 0o755)
  }
  shim(
    'npx',
    `[ "$1" = tiktok-conversions ] || exit 97
shift
args=() own=()
for arg; do [ "$arg" = 8099 ] && [ "$1" != sandbox ] && arg=$SANDBOX_PORT; args+=("$arg"); done
case "$1" in sandbox) args=(sandbox --port $FREE_PORT);; serve) own=(--port 0 --admin-port 0);; esac
case "$1 $*" in *--sandbox*|*--dry-run*) ;; check*) own+=(--sandbox);; send*|serve*) own+=(--sandbox-port "$SANDBOX_PORT");; esac
exec "${process.execPath}" "${COMMAND}" "\${args[@]}" "\${own[@]}"`
  )
  shim('pbpaste', `cat ${folder.file('event.json')}`)
  shim(
    'curl',
    `args=()
for arg; do
  arg=\${arg/localhost:8080/127.0.0.1:$INTAKE_PORT} arg=\${arg/localhost:8081/127.0.0.1:$ADMIN_PORT}
  args+=("\${arg/127.0.0.1:8099/127.0.0.1:$SHOWN_PORT}")
done
exec /usr/bin/curl --silent --show-error --fail "\${args[@]}"`
  )
}

/** Runs a command in the project; one that does not end by itself is ended once it has started. */
async function run(command: string, args: readonly string[], isEndless = false) {
  const child = spawn(command, args, {
    cwd: folder.path,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutCredentials(),
      PATH: `${folder.file('bin')}:${process.env.PATH}`,
      TIKTOK_WRITE_KEYS: 'shop:key-1',
      TIKTOK_ADMIN_TOKEN: 'admin-token-of-a-test',
      SANDBOX_PORT: String(sandbox.port),
      FREE_PORT: String(await freePort()),
      SHOWN_PORT: String(shown.port),
      INTAKE_PORT: String(server.port),
      ADMIN_PORT: String(server.adminPort)
    }
  })
  const exit = once(child, 'close')
  let printed = ''
  child.stdout.on('data', (chunk) => {
    const hadStarted = STARTED.test(printed)
    printed += chunk
    if (isEndless && !hadStarted && STARTED.test(printed)) process.kill(-(child.pid as number), 'SIGTERM')
  })
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  return { status: isEndless && STARTED.test(stdout) ? 0 : status, stdout, stderr }
}

/** The same sample for CommonJS, which has no `await` at the top. */
function toCommonJs(code: string): string {
  const required = code.replace(/^import (\{.*\}) from ('[^']*')/gm, 'const $1 = require($2)')
  return `void (async () => {\n${required}\n})()\n`
}

it('finds samples of each kind', () => {
  expect(ofLanguage('js').length).toBeGreaterThanOrEqual(3)
  expect(ofLanguage('ts').length).toBeGreaterThanOrEqual(3)
  expect(COMMANDS.length).toBeGreaterThanOrEqual(25)
})

describe.each(ofLanguage('js'))('%s', (_name, { text: code }) => {
  it.each([
    ['as an ES module, as printed', 'sample.mjs', code],
    ['as CommonJS', 'sample.cjs', toCommonJs(code)]
  ])('runs %s', async (_kind, name, source) => {
    const { status, stdout, stderr } = await run(process.execPath, [folder.write(name, source)])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    for (const [, shown = ''] of code.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)) expect(stdout.trim()).toBe(shown)
  })
})

describe.each(ofLanguage('ts'))('%s', (_name, { text: code }) => {
  it('has the types of the package', async () => {
    folder.write('package.json', '{"type":"module"}')
    folder.write('sample.ts', code)
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node']
    const { status, stdout } = await run(join(ROOT, 'node_modules/.bin/tsc'), [...flags, 'sample.ts'])
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
  })

  it('runs as printed', async () => {
    const loader = require.resolve('tsx')
    const { status, stderr } = await run(process.execPath, ['--import', loader, folder.write('sample.mts', code)])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})

it.each(ofLanguage('json'))('%s is JSON', (_name, { text: code }) => {
  try {
    JSON.parse(code)
  } catch {
    for (const line of code.trim().split('\n')) JSON.parse(line)
  }
})

it.each(COMMANDS)('%s runs: %s', async (_place, line) => {
  if (OF_CLONE.test(line)) {
    const { scripts } = require('../package.json')
    for (const [, name = ''] of line.matchAll(/npm (?:run )?(test|start|build)/g)) expect(scripts).toHaveProperty(name)
    return
  }
  const { status, stderr } = await run('bash', ['-euo', 'pipefail', '-c', line], ENDLESS.test(line))
  expect({ status, stderr }).toEqual({ status, stderr: expect.not.stringMatching(/^error/m) })
  // A finding or an event without a mapping is no fault of the sample.
  expect([0, 1]).toContain(status)
})
