import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync
} from 'node:fs'
import { replaceFile } from '../runner/replace-file'
import { TestFolder } from './__helpers__/command'

let folder: TestFolder
beforeEach(() => {
  folder = new TestFolder()
})
afterEach(() => folder.remove())

const read = (name: string) => readFileSync(folder.file(name), 'utf8')
const TEMPORARY = 'state.tiktok-conversions.tmp'

it('replaces a file, whose mode stays, and leaves nothing beside it', async () => {
  folder.write('state', 'before')
  const { mode } = statSync(folder.file('state'))
  await replaceFile(folder.file('state'), 'after')
  expect(read('state')).toBe('after')
  expect(statSync(folder.file('state')).mode).toBe(mode)
  await replaceFile(folder.file('state'), 'secret', 0o600)
  expect(statSync(folder.file('state')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder.path)).toEqual(['state'])
})

it.each(['a file', 'no file'])('a symbolic link to %s stays one', async (what) => {
  if (what === 'a file') folder.write('state', 'before')
  symlinkSync('state', folder.file('link'))
  await replaceFile(folder.file('link'), 'after')
  expect(lstatSync(folder.file('link')).isSymbolicLink()).toBe(true)
  expect(readlinkSync(folder.file('link'))).toBe('state')
  expect(read('state')).toBe('after')
})

it.each(['', '{"vers', '{"version":4,"of an earlier run":true}'])(
  'takes the place of the leftover %j',
  async (leftover) => {
    folder.write(TEMPORARY, leftover)
    await replaceFile(folder.file('state'), '{"version":4}')
    expect(read('state')).toBe('{"version":4}')
    expect(existsSync(folder.file(TEMPORARY))).toBe(false)
  }
)

it('leaves a file of somebody else as it is', async () => {
  folder.write(TEMPORARY, 'mine')
  folder.write('state', 'before')
  await expect(replaceFile(folder.file('state'), '{"version":4}')).rejects.toThrow(
    `${TEMPORARY} is not a file of this program. Move it, or choose another file.`
  )
  expect([read(TEMPORARY), read('state')]).toEqual(['mine', 'before'])
})

it('does not write through a link that has the name it needs', async () => {
  folder.write('mine', 'mine')
  symlinkSync('mine', folder.file(TEMPORARY))
  await expect(replaceFile(folder.file('state'), 'after')).rejects.toThrow('is not a file of this program')
  expect(read('mine')).toBe('mine')
})

it('writes one after the other what is written at once', async () => {
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000))
  await Promise.all(texts.map((text) => replaceFile(folder.file('state'), text)))
  expect(read('state')).toBe(texts[19])
})

it('leaves nothing behind where it fails, and goes on with the next file', async () => {
  mkdirSync(folder.file('folder'))
  await expect(replaceFile(folder.file('folder'), 'after')).rejects.toThrow()
  await replaceFile(folder.file('state'), 'after')
  expect(readdirSync(folder.path).sort()).toEqual(['folder', 'state'])
})
