import type { lex } from '@segment/fql-ts'
import { types } from '@segment/fql-ts'
import type { Meaning } from './trigger-meaning'
import { callOf, comparisonOf, fieldOf, groupOf, TriggerProblem } from './trigger-meaning'

type Token = ReturnType<typeof lex>['tokens'][number]

/** Reads FQL by its grammar: `and` binds tighter than `or`, and parentheses nest. */
export class TriggerReader {
  private position = 0

  constructor(private readonly tokens: readonly Token[]) {}

  /** @throws TriggerProblem for FQL that has no meaning, or none that @segment/destination-subscriptions knows */
  read(): Meaning {
    const meaning = this.alternatives()
    if (this.next.type !== types.EOS) throw new TriggerProblem(`"${this.next.value}" is not expected there`)
    return meaning
  }

  private get next(): Token {
    return this.tokens[this.position]
  }

  private take(type: Token['type'], expected: string): string {
    const { next } = this
    if (next.type !== type) throw new TriggerProblem(`${expected} is missing`)
    this.position++
    return next.value
  }

  private accept(type: Token['type'], value = this.next.value): boolean {
    const isNext = this.next.type === type && this.next.value === value
    if (isNext) this.position++
    return isNext
  }

  /** The lexer reads `and(` and `AND` as a name, and so leaves them out. */
  private acceptConditional(word: 'and' | 'or'): boolean {
    const { type, value } = this.next
    const isNext = (type === types.Conditional || type === types.Ident) && value.toLowerCase() === word
    if (isNext) this.position++
    return isNext
  }

  private alternatives(): Meaning {
    const children = [this.conjunction()]
    while (this.acceptConditional('or')) children.push(this.conjunction())
    return groupOf('or', children)
  }

  private conjunction(): Meaning {
    const children = [this.operand()]
    while (this.acceptConditional('and')) children.push(this.operand())
    return groupOf('and', children)
  }

  private operand(): Meaning {
    if (this.accept(types.ParenLeft)) {
      const meaning = this.alternatives()
      this.take(types.ParenRight, 'A closing parenthesis')
      return meaning
    }
    const isNegated = this.accept(types.Operator, '!')
    if (this.next.type === types.Ident && this.tokens[this.position + 1].type === types.ParenLeft) {
      return this.call(isNegated)
    }
    if (isNegated) throw new TriggerProblem('Only contains() and match() can be negated by "!"')
    return this.comparison()
  }

  private call(isNegated: boolean): Meaning {
    const name = this.take(types.Ident, 'A function')
    if (name !== 'contains' && name !== 'match') {
      throw new TriggerProblem(`${name}() is not known: use contains() or match()`)
    }
    this.take(types.ParenLeft, 'An opening parenthesis')
    const field = fieldOf(this.path())
    this.take(types.Comma, 'A comma')
    const text = String(this.value())
    this.take(types.ParenRight, 'A closing parenthesis')
    return callOf(name, field, text, isNegated)
  }

  private comparison(): Meaning {
    const field = fieldOf(this.path())
    const operator = this.take(types.Operator, 'An operator, such as =,')
    return comparisonOf(field, operator, this.value())
  }

  private path(): string[] {
    const keys = [this.take(types.Ident, 'A field')]
    while (this.accept(types.Dot)) keys.push(this.take(types.Ident, 'A key behind a dot'))
    return keys
  }

  /** A word that is not in quotes is a text, too. */
  private value(): string | number | boolean | null {
    const { type, value } = this.next
    if (this.accept(types.Null)) return null
    if (this.accept(types.String)) return textIn(value)
    if (this.accept(types.Number)) return Number(value)
    if (type !== types.Ident) throw new TriggerProblem('A value is missing')
    const [word, ...keys] = this.path()
    if (keys.length > 0)
      throw new TriggerProblem('A field cannot be compared with another: write texts in double quotes')
    return word === 'true' || word === 'false' ? word === 'true' : word
  }
}

function textIn(quoted: string): string {
  if (quoted.startsWith("'")) throw new TriggerProblem('Single quotes would belong to the text: use double quotes')
  return quoted.slice(1, -1)
}
