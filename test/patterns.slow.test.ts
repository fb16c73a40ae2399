import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from '@swc/core'
import { checkSync } from 'recheck'
import { ROOT } from './__helpers__/command'
import { sourceFiles } from './__helpers__/source-files'

interface Pattern {
  source: string
  flags: string
}

/** The node of a syntax tree. */
interface Node {
  type?: string
  pattern?: string
  flags?: string
  callee?: { value?: string }
}

function nodesOf(path: string): Node[] {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const nodes: Node[] = []
  const waiting: unknown[] = [parseSync(text, { syntax: 'typescript', tsx: path.endsWith('x'), target: 'es2022' })]
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (typeof node !== 'object' || node === null) continue
    nodes.push(node)
    waiting.push(...Object.values(node))
  }
  return nodes
}

/** The patterns that a file makes of texts while it is loaded. */
function patternsMadeBy(path: string): Pattern[] {
  const patterns: Pattern[] = []
  const original = globalThis.RegExp
  globalThis.RegExp = new Proxy(original, {
    construct: (target, [source, flags = '']) => {
      const caller = new Error().stack?.split('\n')[2] ?? ''
      if (!caller.includes('node_modules')) patterns.push({ source, flags })
      return new target(source, flags)
    }
  })
  try {
    jest.isolateModules(() => require(join(ROOT, path)))
  } finally {
    globalThis.RegExp = original
  }
  return patterns
}

/** Every pattern of the sources, with the files that have it. */
function patternsIn(folders: readonly string[]): Map<string, Pattern & { files: string[] }> {
  const patterns = new Map<string, Pattern & { files: string[] }>()
  for (const path of sourceFiles(folders)) {
    const nodes = nodesOf(path)
    const written = nodes.filter(({ type }) => type === 'RegExpLiteral')
    const isMade = nodes.some(
      ({ type, callee }) => type?.match(/^(?:New|Call)Expression$/) && callee?.value === 'RegExp'
    )
    const found = written.map(({ pattern = '', flags = '' }) => ({ source: pattern, flags }))
    for (const pattern of [...found, ...(isMade ? patternsMadeBy(path) : [])]) {
      const key = `/${pattern.source}/${pattern.flags}`
      const files = patterns.get(key)?.files ?? []
      patterns.set(key, { ...pattern, files: [...files, path] })
    }
  }
  return patterns
}

const PATTERNS = patternsIn(['src', 'runner', 'sandbox', 'entry'])

it('finds the patterns of all rooms, also those made of texts', () => {
  expect(PATTERNS.size).toBeGreaterThan(250)
  const made = ['src/reportWebEvent/timestamp.ts', 'src/reportWebEvent/redact.ts', 'runner/explain/mask.ts']
  const isMade = ({ source, files }: { source: string; files: string[] }) =>
    files.some((path) => made.includes(path) && !readFileSync(join(ROOT, path), 'utf8').includes(`/${source}/`))
  expect([...PATTERNS.values()].filter(isMade)).toHaveLength(8)
})

/** Ten minutes for each step, so that no result depends on how busy the machine is. */
const LIMITS = {
  timeout: 600_000,
  incubationTimeout: 600_000,
  mutationTimeout: 600_000,
  attackTimeout: 600_000,
  randomSeed: 0
}

it('no pattern takes time that grows faster than a text', () => {
  process.env.RECHECK_BACKEND = 'pure'
  const slow = [...PATTERNS].flatMap(([pattern, { source, flags, files }]) => {
    const result = checkSync(source, flags, LIMITS)
    if (result.status === 'safe') return []
    return [`${pattern} in ${files}: ${result.status === 'vulnerable' ? result.attack.pattern : result.status}`]
  })
  expect(slow).toEqual([])
})
