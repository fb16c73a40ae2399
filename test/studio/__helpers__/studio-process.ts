import type { Run, TestFolder } from '../../__helpers__/command'
import { tiktokConversions } from '../../__helpers__/command'

const HEADER = 'X-Studio-Token'

export interface StudioPage {
  origin: string
  token: string
  ask: (path: string) => Promise<Response>
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
  get: (path: string) => Promise<any>
}

/** Starts the real command, uses its page, and ends it as Ctrl-C does. @param temporary for its private files */
export async function withStudio(
  temporary: TestFolder,
  args: readonly string[],
  use: (page: StudioPage) => Promise<void>
): Promise<Run> {
  let failure: unknown
  const run = await tiktokConversions(['studio', ...args, '--no-open'], {
    env: { TMPDIR: temporary.path },
    onStart: (child) => {
      let output = ''
      child.stdout?.on('data', async (text) => {
        output += text
        const [, origin, token] = /^The studio is at (\S+)\/#token=(\S+)\n/.exec(output) ?? []
        if (origin === undefined || child.killed || !output.endsWith('Ctrl-C ends it.\n')) return
        const ask = (path: string) => fetch(`${origin}${path}`, { headers: { [HEADER]: token } })
        try {
          await use({ origin, token, ask, get: async (path) => (await ask(path)).json() })
        } catch (error) {
          failure = error
        }
        child.kill('SIGINT')
      })
    }
  })
  if (failure !== undefined) throw failure
  return run
}

/** Resolves when the first source is read. @returns it */
export async function readingEnds({ get }: StudioPage): Promise<{ rows: number; counts: Record<string, number> }> {
  for (;;) {
    const { sources } = await get('/api/sources')
    if (sources[0].state !== 'reading') return sources[0]
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
