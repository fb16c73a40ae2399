import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { parse } from 'yaml'
import { serveCommand } from '../../runner/cli/commands/serve'
import { createDeliveryLog } from '../../runner/live/deliver/metrics'
import { LiveMetrics } from '../../runner/live/metrics'
import { ROOT } from '../__helpers__/command'

const command = serveCommand()
const FLAGS = command.options.map(({ long }) => long)

/** Variables that `serve --help` and the help of its flags name. */
const VARIABLES = [
  'TIKTOK_WRITE_KEYS',
  'TIKTOK_ACCESS_TOKEN',
  'TIKTOK_PIXEL_CODE',
  'TIKTOK_ADMIN_TOKEN',
  'TIKTOK_STORE'
]

const read = (name: string) => readFileSync(join(ROOT, 'examples', 'serve', name), 'utf8')
const flagsIn = (text: string) => text.match(/--[a-z][a-z-]*/g) ?? []
const defaultOf = (flag: string) => command.options.find(({ long }) => long === flag)?.defaultValue

it('the Dockerfile starts serve with flags and ports that exist', () => {
  const [, entry] = /^ENTRYPOINT (.*)$/m.exec(read('Dockerfile')) ?? []
  const [, args] = /^CMD (.*)$/m.exec(read('Dockerfile').replace(/HEALTHCHECK.*/, '')) ?? []
  expect(JSON.parse(entry)).toEqual(['tiktok-conversions'])
  expect(JSON.parse(args)[0]).toBe('serve')
  expect(FLAGS).toEqual(expect.arrayContaining(flagsIn(args)))
  expect(read('Dockerfile')).toContain(`EXPOSE ${defaultOf('--port')}`)
  expect(read('Dockerfile')).toContain(`http://127.0.0.1:${defaultOf('--admin-port')}/healthz`)
})

it('the compose file starts an intake and deliverers on one store, with what each needs', () => {
  const { services } = parse(read('compose.yaml'))
  const { intake, deliverer, database } = services
  for (const { command: args, environment } of [intake, deliverer]) {
    expect(args[0]).toBe('serve')
    expect(FLAGS).toEqual(expect.arrayContaining(flagsIn(args.join(' '))))
    expect(VARIABLES).toEqual(expect.arrayContaining(Object.keys(environment)))
    expect(environment.TIKTOK_STORE).toContain('@database/')
  }
  expect(intake.ports).toEqual([`${defaultOf('--port')}:${defaultOf('--port')}`])
  expect(Object.keys(intake.environment)).toContain('TIKTOK_WRITE_KEYS')
  expect(Object.keys(deliverer.environment)).toEqual(
    expect.arrayContaining(['TIKTOK_ACCESS_TOKEN', 'TIKTOK_PIXEL_CODE'])
  )
  expect(intake.environment.TIKTOK_STORE).toBe(deliverer.environment.TIKTOK_STORE)
  expect(Object.keys(database.environment)).toEqual(['POSTGRES_PASSWORD'])
})

it('the unit starts serve with flags that exist, in a folder that it may write, again and again', () => {
  const entries = read('tiktok-conversions.service')
    .split('\n')
    .filter((line) => /^\w+=/.test(line))
  const unit = Object.fromEntries(entries.map((line) => line.split(/=(.*)/s)))
  const [, program, name, ...args] = unit.ExecStart.split(' ')
  expect([program, name]).toEqual(['tiktok-conversions', 'serve'])
  expect(FLAGS).toEqual(expect.arrayContaining(flagsIn(args.join(' '))))
  expect(args.join(' ')).toContain(`/var/lib/${unit.StateDirectory}/`)
  expect(unit).toMatchObject({ Restart: 'always', StartLimitIntervalSec: '0' })
  const named = read('tiktok-conversions.service').match(/TIKTOK_\w+/g) ?? []
  expect(VARIABLES).toEqual(expect.arrayContaining(named))
})

/** The labels of all metrics. */
function labelsByName(): Map<string, string[]> {
  const metrics = new LiveMetrics()
  metrics.setReplicated(true)
  createDeliveryLog(metrics, pino({ level: 'silent' }))
  const all = metrics.registry.getMetricsAsArray() as unknown as { name: string; labelNames: string[] }[]
  return new Map(all.map(({ name, labelNames }) => [name, labelNames]))
}

it('the alerts watch metrics that exist, by labels that they have', () => {
  const labelsOf = labelsByName()
  const [{ rules }] = parse(read('alerts.yaml')).groups
  expect(rules.length).toBeGreaterThan(10)
  for (const { alert, expr, annotations } of rules) {
    const [, by = ''] = /by \(([^)]*)\)/.exec(expr) ?? []
    for (const [, name, selector = ''] of expr.matchAll(/(tiktok_conversions_\w+)(\{[^}]*\})?/g)) {
      const labels = labelsOf.get(name)
      expect([alert, name, labels]).toEqual([alert, name, expect.any(Array)])
      const used = [
        ...by.split(/, */).filter(Boolean),
        ...[...selector.matchAll(/(\w+)[=!]/g)].map(([, label]) => label)
      ]
      expect(labels).toEqual(expect.arrayContaining(used))
    }
    const shown = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label)
    expect(by.split(/, */)).toEqual(expect.arrayContaining(shown))
  }
})

const hasPromtool = spawnSync('promtool', ['--version']).status === 0
const withPromtool = hasPromtool ? it : it.skip

withPromtool(`promtool accepts the alerts${hasPromtool ? '' : ' (skipped: it is not installed)'}`, () => {
  const { status, stderr } = spawnSync('promtool', ['check', 'rules', join(ROOT, 'examples/serve/alerts.yaml')])
  expect([status, String(stderr)]).toEqual([0, ''])
})

it('Prometheus reads the port of operators of all processes, with the token', () => {
  const { services } = parse(read('compose.yaml'))
  const { scrape_configs, rule_files } = parse(read('prometheus.yaml'))
  const [{ dns_sd_configs, authorization }] = scrape_configs
  const [{ names, port }] = dns_sd_configs
  expect(names).toEqual(['intake', 'deliverer'])
  expect(port).toBe(defaultOf('--admin-port'))
  for (const name of names) {
    expect(services[name].command.join(' ')).toContain('--admin-host 0.0.0.0')
    expect(Object.keys(services[name].environment)).toContain('TIKTOK_ADMIN_TOKEN')
  }
  expect(authorization.credentials_file).toBe(`/run/secrets/${services.prometheus.secrets[0]}`)
  for (const file of rule_files) expect(services.prometheus.volumes.join()).toContain(`./${file}:`)
})

it('the dashboard shows metrics that exist, by labels that they have', async () => {
  const labelsOf = labelsByName()
  const { panels } = JSON.parse(read('grafana.json'))
  expect(panels.length).toBeGreaterThan(5)
  for (const { targets } of panels) {
    for (const { expr, legendFormat } of targets) {
      const [name] = /tiktok_conversions_\w+/.exec(expr) ?? ['']
      const labels = labelsOf.get(name.replace(/_bucket$/, ''))
      expect([name, labels]).toEqual([name, expect.any(Array)])
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) expect(labels).toContain(label)
    }
  }
})
