import { findCurrency } from './currency'
import { firstFound } from './lists'
import type { Amount, AmountProblem, MoneyContext } from './number'
import { readAmount, resolve } from './number'
import { CURRENCY_KEYS, isCents, parseJson, readText } from './text'
import { unwrap } from './wrapper'

const MAX_DEPTH = 3

/** Reads an amount from a value of any type: a number, a text, or an object that holds it with its currency. */
export function readMoney(value: unknown, context: MoneyContext, depth = 0): Amount | AmountProblem {
  if (typeof value === 'number') return Number.isFinite(value) ? { number: value } : 'not_a_number'
  if (typeof value === 'string') {
    const amount = readAmount(value, context)
    const parsed = amount === 'not_a_number' ? parseJson(value) : undefined
    return parsed === undefined ? amount : readMoney(parsed, context, depth + 1)
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return 'not_a_number'
  if (Array.isArray(value)) return value.length === 1 ? readMoney(value[0], context, depth + 1) : 'not_a_number'
  const inner = unwrap(value)
  return inner === value
    ? readHolder(value as Record<string, unknown>, context, depth)
    : readMoney(inner, context, depth + 1)
}

/** Reads an object such as `{ amount: '12.50', currency: 'EUR' }`. */
function readHolder(holder: Record<string, unknown>, context: MoneyContext, depth: number): Amount | AmountProblem {
  const name = firstFound(CURRENCY_KEYS, (key) => readText(holder[key]))
  if (name === undefined) return readAmount(readText(holder) ?? '', context)

  const currency = findCurrency(name)
  const resolved = currency === undefined ? 'unknown_currency' : resolve(currency, context)
  if (typeof resolved !== 'object') return resolved
  const number = holder.value ?? (isCents(holder.amount) ? undefined : holder.amount)
  const amount = readMoney(number, { ...context, currency: resolved.code ?? context.currency }, depth + 1)
  return typeof amount === 'object' && amount.currency === undefined ? { ...amount, currency: resolved.code } : amount
}
