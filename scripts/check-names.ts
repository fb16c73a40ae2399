/**
 * Fails if a name of a type stands for two things: whoever reads `Batch` should not have to ask which one. A few names
 * that a library or a public page gives may be there twice.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { globSync } from 'tinyglobby'

const ROOT = join(__dirname, '..')
const DECLARATION = /^(?:export )?(?:abstract )?(?:interface|type|class) ([A-Z]\w*)/gm

/** Names that may be declared twice, each with the reason. */
const ALLOWED: Record<string, string> = {
  JsonObject: 'the page of the studio cannot import that of the server'
}

function main(): void {
  const places = new Map<string, string[]>()
  for (const file of globSync('{src,runner,sandbox,entry}/**/*.{ts,tsx}', { cwd: ROOT, ignore: '**/__tests__/**' })) {
    for (const [, name] of readFileSync(join(ROOT, file), 'utf8').matchAll(DECLARATION)) {
      places.set(name, [...(places.get(name) ?? []), file])
    }
  }
  const homonyms = [...places].filter(([name, files]) => files.length > 1 && !Object.hasOwn(ALLOWED, name))
  for (const [name, files] of homonyms) console.error(`${name} is the name of several types: ${files.join(', ')}`)
  if (homonyms.length > 0) process.exitCode = 1
}

main()
