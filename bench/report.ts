import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { dependencies, version } from '../package.json'
import type { Figure } from './measure'

/** What a benchmark found. */
export interface Section {
  title: string
  rows: Row[]
  targets: Target[]
}

export type Row = Record<string, string | number | undefined>

/** What a figure is to be. */
export interface Target {
  name: string
  figure: Figure
  atMost?: number
  atLeast?: number
}

/** Where figures come from: they compare with nothing that was measured elsewhere. */
export interface Machine {
  cpu: string
  cores: number
  /** How busy it was before, in processes that wanted to run. */
  load: number
  node: string
  packages: Record<string, string>
}

export function describeMachine(): Machine {
  const packages = Object.fromEntries(Object.keys(dependencies).map((name) => [name, versionOf(name)]))
  return {
    cpu: cpus()[0].model,
    cores: availableParallelism(),
    load: loadavg()[0],
    node: process.version,
    packages: { 'tiktok-conversions': version, ...packages }
  }
}

export function isMet({ figure, atMost = Infinity, atLeast = -Infinity }: Target): boolean {
  return figure.median <= atMost && figure.median >= atLeast
}

export function printMachine({ cpu, cores, load, node, packages }: Machine): void {
  const versions = Object.entries(packages).map(([name, number]) => `${name} ${number}`)
  console.log(`${cpu}, ${cores} cores, load ${load.toFixed(1)}, Node.js ${node}\n${versions.join(', ')}`)
}

export function printSection({ title, rows }: Section): void {
  console.log(`\n${title}\n${formatTable(rows)}`)
}

/** @param targets of all sections */
export function printTargets(targets: readonly Target[]): void {
  const rows = targets.map((target) => ({
    target: target.name,
    wanted: target.atMost === undefined ? `>= ${target.atLeast}` : `<= ${target.atMost}`,
    figure: formatFigure(target.figure),
    '': isMet(target) ? 'met' : 'NOT MET'
  }))
  printSection({ title: 'Targets (median, least to most of the rounds)', rows, targets: [] })
}

export function formatFigure({ median, least, most }: Figure): string {
  return `${formatNumber(median)} (${formatNumber(least)} to ${formatNumber(most)})`
}

function formatTable(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [columns, ...rows.map((row) => columns.map((column) => formatValue(row[column])))]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index].length)))
  return lines
    .map((line) =>
      line
        .map((cell, index) => pad(cell, widths[index], index))
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}

/** Names to the left, numbers to the right. */
function pad(cell: string, width: number, index: number): string {
  return index === 0 ? cell.padEnd(width) : cell.padStart(width)
}

function formatValue(value: string | number | undefined): string {
  return typeof value === 'number' ? formatNumber(value) : (value ?? '')
}

/** Three digits say all there is to say. */
function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'unknown'
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(__dirname, '..', '..', 'node_modules', name, 'package.json'), 'utf8')).version
}
