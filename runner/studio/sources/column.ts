type Numbers = Float64Array | Uint32Array

type NumbersConstructor = new (length: number) => Numbers

const FIRST_CAPACITY = 1024

/** A column of a table: a typed array that grows. A million numbers take 4 or 8 MB. */
export class Column {
  length = 0
  private numbers: Numbers

  constructor(private readonly type: NumbersConstructor) {
    this.numbers = new type(FIRST_CAPACITY)
  }

  push(number: number): void {
    if (this.length === this.numbers.length) this.grow()
    this.numbers[this.length++] = number
  }

  at(index: number): number {
    return this.numbers[index]
  }

  private grow(): void {
    const larger = new this.type(this.numbers.length * 2)
    larger.set(this.numbers)
    this.numbers = larger
  }
}
