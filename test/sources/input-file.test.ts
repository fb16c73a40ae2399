import { createHash } from 'node:crypto'
import { InputFiles } from '../../runner/sources/input-file'

it('keeps the facts of thousands of files apart, with the largest and smallest numbers that a disk gives', () => {
  const largest = 2n ** 63n - 1n
  const facts = Array.from({ length: 2000 }, (_, index) => ({
    path: `${index}.ndjson`,
    size: index,
    isGzip: index % 2 === 0,
    digest: createHash('sha256').update(String(index)).digest(),
    version: { dev: BigInt(index), ino: largest - BigInt(index), size: BigInt(index), mtimeNs: BigInt(index) - largest }
  }))
  const files = new InputFiles()
  const found = facts.map((each) => files.add(each))
  const kept = found.map(({ path, size, isGzip, fingerprint, version }) => ({
    path,
    size,
    isGzip,
    digest: Buffer.from(fingerprint, 'hex'),
    version
  }))
  expect(kept).toEqual(facts)
})
