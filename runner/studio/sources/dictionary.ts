/** Different values, each kept once. */
export class Dictionary<T> {
  readonly values: T[] = []
  private readonly ids = new Map<string, number>()

  /**
   * @param limit further values count as the substitute, so that input cannot make it grow without end
   * @param substituteFor gives one of a few values
   */
  constructor(
    private readonly limit: number,
    private readonly substituteFor: (value: T) => T
  ) {}

  /** The number of a value. Values with the same JSON are the same. */
  idOf(value: T): number {
    const known = this.ids.get(JSON.stringify(value))
    if (known !== undefined) return known
    const kept = this.values.length < this.limit ? value : this.substituteFor(value)
    const key = JSON.stringify(kept)
    const id = this.ids.get(key) ?? this.values.push(kept) - 1
    this.ids.set(key, id)
    return id
  }
}
