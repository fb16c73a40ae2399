import { LineTexts } from '../../runner/delivery/line-texts'

const CHUNK = 512 * 1024

function textsFrom(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `{"name":"${letter}é🙂${index}"}`)
}

it.each([
  ['a few texts of a chunk', 3],
  ['many texts of a chunk', 15_000]
])('reads %s again, after the end of the chunk', (_what, count) => {
  const texts = new LineTexts(CHUNK)
  const written = textsFrom('a', count)
  const ranges = written.map((text) => texts.add(text))
  texts.shrink()
  expect(ranges.map((range) => texts.read(range))).toEqual(written)
})

it('uses the memory of a chunk again once its texts are no longer needed, and never before', () => {
  const [first, few, third] = [new LineTexts(CHUNK), new LineTexts(CHUNK), new LineTexts(CHUNK)]
  const ranges = textsFrom('a', 15_000).map((text) => first.add(text))
  const fewRanges = textsFrom('b', 2).map((text) => few.add(text))
  few.shrink()
  textsFrom('c', 15_000).map((text) => third.add(text))
  expect(ranges.map((range) => first.read(range))).toEqual(textsFrom('a', 15_000))
  expect(fewRanges.map((range) => few.read(range))).toEqual(textsFrom('b', 2))
  first.release()
  third.release()
  new LineTexts(CHUNK).add('{}')
  expect(fewRanges.map((range) => few.read(range))).toEqual(textsFrom('b', 2))
  expect(first.read(ranges[0])).toBeUndefined()
})
