import { execFileSync } from 'node:child_process'
import { ROOT } from '../__helpers__/command'

it('can be imported from the package', () => {
  const script = `
    const { explain } = require('tiktok-conversions/explain')
    explain({ type: 'page' }).then(({ mappings }) => console.log(mappings.filter(({ outcome }) => outcome).map(({ name }) => name)))`
  expect(execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' })).toBe("[ 'View Content' ]\n")
})
