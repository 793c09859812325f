import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VERBS } from '../../src/kubectl/verbs/index.ts'
import { KINDS } from '../../src/sim/index.ts'
import { Desk } from './desk.ts'

const TYPES = [
  ...KINDS.flatMap(({ plural, shortNames }) => [plural, ...shortNames]),
  'pods,deploy',
  'all',
  'foo',
  '',
  '.',
  'pods.',
  'deployments.apps',
  'deploy.v1.apps',
]
const NAMES = [
  'web',
  'p1',
  'ghost',
  'w1',
  'worker-1',
  'worker-2',
  'worker-*',
  'default',
  '__proto__',
  'constructor',
  'a/b',
  '/',
  'pod/p1',
  'deploy/web',
  'deployment.apps/web',
  'no/worker-1',
  'pv/v',
  'A_B',
  '<b>',
  "it's",
  '한글',
  '-',
  '--',
  '',
]
const SELECTORS = [
  'app=web',
  'app!=web',
  'app in (a,web)',
  'app',
  '!app',
  'a=b,c=d',
  'a in (',
  ',,',
  '=',
  'app=web,,',
  'status.phase=Running',
  'metadata.name=web',
  '\u0000',
]
const VALUES = [
  '1',
  '0',
  '-1',
  '3',
  '99999999999',
  'x',
  'true',
  'false',
  '',
  '5s',
  '1x',
  'app=web',
  'a=b',
  'a-',
  'k=v:NoSchedule',
  'k:NoSchedule-',
  'k=v:Nope',
  'nginx=nginx:1.27',
  '*=busybox',
  'm.yaml',
  'bad.yaml',
  'nope.yaml',
  '-',
  '{.metadata.name}',
  '{"spec":{"replicas":2}}',
  '{"spec":{"replicas":"x"}}',
  '[{"op":"remove","path":"/spec"}]',
  '{',
  'null',
  '[]',
  'client',
  'server',
  'yaml',
  'json',
  'name',
  'wide',
  'jsonpath={.items[*].metadata.name}',
  'jsonpath={',
  'custom-columns=N:.metadata.name',
  'custom-columns=',
  'nope',
  'delete',
  'condition=Ready',
  'jsonpath={.status.phase}=Running',
  'default',
  'kube-system',
  'nowhere',
  'orphan',
  'foreground',
]

interface Leaf {
  readonly path: readonly string[]
  readonly flags: readonly string[]
}

function leaves(verbs: typeof VERBS, path: readonly string[]): readonly Leaf[] {
  return verbs.flatMap((verb) => [
    ...leaves(verb.subcommands ?? [], [...path, verb.name]),
    { path: [...path, verb.name], flags: verb.flags.map(({ name }) => name) },
  ])
}

const LEAVES = leaves(VERBS, [])
const GARBAGE = [
  '--',
  '--=',
  '---',
  '-',
  '-x',
  '--nope',
  '--nope=1',
  '-n',
  '-o',
  '-A',
  '-w',
  '-lx',
  '-f',
  '--help',
  '-h',
  '\n',
  '\t',
  '$(x)',
  '`y`',
  '"',
  "'",
  '\\',
  '{}',
  '[]',
  '%s',
  '../..',
  '🙂',
]

const flag = (names: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...(names.length > 0 ? names : ['namespace'])),
      fc.constantFrom(...VALUES, ...SELECTORS),
      fc.nat(2),
    )
    .map(([name, value, how]) =>
      how === 0 ? [`--${name}`] : how === 1 ? [`--${name}=${value}`] : [`--${name}`, value],
    )

const line = fc
  .constantFrom(...LEAVES)
  .chain(({ path, flags }) =>
    fc
      .tuple(
        fc.array(
          fc.oneof(
            fc.constantFrom(...TYPES),
            fc.constantFrom(...NAMES),
            fc.constantFrom(...VALUES),
          ),
          { maxLength: 4 },
        ),
        fc.array(flag(flags), { maxLength: 3 }),
        fc.array(fc.constantFrom(...GARBAGE), { maxLength: 1 }),
        fc.boolean(),
      )
      .map(([args, options, garbage, first]) =>
        first
          ? [...options.flat(), ...path, ...args, ...garbage]
          : [...path, ...args, ...options.flat(), ...garbage],
      ),
  )

/** Lines that mean something, before chance adds to them. */
const SENSIBLE = [
  'apply -f m.yaml',
  'apply -f -',
  'create -f m.yaml',
  'replace -f m.yaml',
  'delete -f m.yaml',
  'delete pod p1',
  'delete pods --all',
  'delete deploy web',
  'delete ns default',
  'delete node worker-1',
  'scale deploy web --replicas',
  'set image deploy/web nginx=',
  'set env deploy/web A=',
  'set resources deploy web --limits=cpu=',
  'label pod p1 a=',
  'label pods --all',
  'annotate deploy web',
  'taint node worker-1',
  'cordon',
  'uncordon',
  'drain worker-1',
  'drain',
  'patch deploy web -p',
  'patch pod p1 --type=json -p',
  'patch node worker-1 --type=merge -p',
  'rollout restart deploy/web',
  'rollout pause deploy',
  'rollout undo deploy/web --to-revision',
  'rollout status deploy/web',
  'run p2 --image=nginx',
  'run p3 --image',
  'create deploy d --image=nginx',
  'create ns n',
  'create cm c --from-literal',
  'create secret generic s --from-literal',
  'create pc pc --value',
  'wait pod/p1 --for',
  'get pods',
  'get all',
  'get pods -w',
  'describe pods',
  'describe node',
  'logs p1',
  'logs deploy/web',
  'events',
  'api-resources',
  'config set-context --current --namespace',
]

const sensible = fc
  .tuple(
    fc.constantFrom(...SENSIBLE),
    fc.array(fc.constantFrom(...VALUES, ...NAMES), { maxLength: 1 }),
    fc.constantFrom(...LEAVES).chain(({ flags }) => fc.array(flag(flags), { maxLength: 1 })),
  )
  .map(([start, value, options]) => [...start.split(' '), ...value, ...options.flat()])

const WEB =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, labels: {app: web}}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: nginx, image: nginx}]}\n'

function freshDesk(): Desk {
  const desk = new Desk('plain', { seed: 5 })
  desk.files = { 'm.yaml': WEB, 'bad.yaml': 'a: b: c\n' }
  desk.run('apply -f m.yaml')
  desk.run('run p1 --image=nginx')
  desk.settle()
  return desk
}

/** What the command itself wrote. */
function written(desk: Desk, since: number): number {
  return desk.cluster.journal.since(since).filter(({ actor }) => actor === 'user').length
}

/** Formats in which nothing may be said of an object. */
const SILENT = /jsonpath/

describe('whatever somebody types', { timeout: 120_000 }, () => {
  test('is answered without an exception, and changes nothing in silence', () => {
    let desk = freshDesk()
    let count = 0
    let changes = 0
    fc.assert(
      fc.property(
        fc.oneof(line, sensible),
        fc.constantFrom('', WEB, '{', '---\n---\n'),
        (words, stdin) => {
          // Commands wreck the cluster as they may: a new one from time to time.
          if (count++ % 100 === 99) desk = freshDesk()
          const before = desk.cluster.rv
          desk.deadline = desk.cluster.now + 5000
          const { stdout, stderr, code } = desk.words(words, stdin)
          expect([0, 1, 124, 130]).toContain(code)
          if (code === 1) expect(stderr).not.toBe('')
          expect(stderr).not.toMatch(/undefined|NaN|\[object|TypeError/)
          const own = written(desk, before)
          changes += own > 0 ? 1 : 0
          if (own > 0 && !SILENT.test(words.join(' '))) expect(stdout).not.toBe('')
        },
      ),
      { numRuns: 2000, seed: 7, endOnFailure: true },
    )
    expect(count).toBeGreaterThanOrEqual(2000)
    expect(changes).toBeGreaterThan(100)
  })

  test('words of any letters are answered too', () => {
    const desk = freshDesk()
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 12, unit: 'binary' }), { maxLength: 5 }),
        (words) => {
          const before = desk.cluster.rv
          expect([0, 1]).toContain(desk.words(words).code)
          expect(written(desk, before)).toBe(0)
        },
      ),
      { numRuns: 500, seed: 8 },
    )
  })
})
