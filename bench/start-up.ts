import { runCommand } from './command'
import type { Variant } from './measure'
import { measureRounds } from './measure'
import type { Section } from './report'
import type { Size } from './sizes'

const MAX_MILLISECONDS = 250

const HELP = 'tiktok-conversions --help'

/** What the command takes before it does anything. */
export async function benchStartUp({ rounds }: Size): Promise<Section> {
  const variants: Variant[] = [
    { name: HELP, events: 1, run: async () => (await runCommand(['--help'])).usage },
    { name: 'Node.js alone', events: 1, run: async () => (await runCommand([])).usage }
  ]
  const measurements = await measureRounds(variants, rounds)
  const milliseconds = (name: string) => measurements.combine('cpuPerEvent', (cpu) => cpu / 1000, name)
  return {
    title: 'Start-up',
    rows: variants.map(({ name }) => ({ '': name, 'CPU ms': milliseconds(name).median })),
    targets: [{ name: `${HELP}, CPU ms`, figure: milliseconds(HELP), atMost: MAX_MILLISECONDS }]
  }
}
