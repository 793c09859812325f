import { beforeEach, describe, expect, it } from 'vitest'
import { Desk } from './desk.ts'

let desk: Desk

beforeEach(() => {
  desk = new Desk('plain', { seed: 2 })
  desk.run('create deployment web --image=nginx --replicas=2')
  desk.settle()
})

describe('a patch that leads to no object of the kind is refused', () => {
  it.each([
    [
      `-p '{"spec":{"replicas":"x"}}'`,
      'The request is invalid: patch: Invalid value: "map[spec:map[replicas:x]]": unrecognized type: int32\n',
    ],
    [
      `-p '{"spec":{"template":"x"}}'`,
      'The request is invalid: patch: Invalid value: "map[spec:map[template:x]]": cannot restore struct from: string\n',
    ],
    [
      `-p '{"metadata":{"labels":{"a":1}}}'`,
      'The request is invalid: patch: Invalid value: "map[metadata:map[labels:map[a:1]]]": unrecognized type: string\n',
    ],
    [
      `-p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","resources":{"limits":{"cpu":"1x"}}}]}}}}'`,
      `The request is invalid: patch: Invalid value: "map[spec:map[template:map[spec:map[containers:[map[name:nginx resources:map[limits:map[cpu:1x]]]]]]]]": quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'\n`,
    ],
    [
      `--type=json -p '[{"op":"remove","path":"/spec/nope"}]'`,
      'The request is invalid: the server rejected our request due to an error in our request\n',
    ],
    [
      `--type=json -p '{"spec":{}}'`,
      'Error from server (BadRequest): json: cannot unmarshal object into Go value of type jsonpatch.Patch\n',
    ],
    [
      '-p hello',
      'Error from server (BadRequest): json: cannot unmarshal string into Go value of type map[string]interface {}\n',
    ],
  ])('%s', (flags, stderr) => {
    const before = desk.cluster.rv
    const answer = desk.run(`kubectl patch deploy web ${flags}`)
    expect([answer.stdout, answer.stderr, answer.code]).toEqual(['', stderr, 1])
    expect(desk.cluster.rv).toBe(before)
  })

  it('names the whole object when the patch is a merge patch', () => {
    const { stderr, code } = desk.run(
      `patch deploy web --type=merge -p '{"spec":{"replicas":"x"}}'`,
    )
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^The request is invalid: patch: Invalid value: "\{\\"apiVersion\\".*"replicas\\":\\"x\\".*": Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32\n$/,
    )
  })

  it('warns of unknown fields, and apply refuses them', () => {
    const patched = desk.run(`patch deploy web -p '{"spec":{"replica":3}}'`)
    expect(patched).toEqual({
      stdout: 'deployment.apps/web patched (no change)\n',
      stderr: 'Warning: unknown field "spec.replica"\n',
      code: 0,
    })
    const manifest = desk
      .run('get deploy web -o yaml')
      .stdout.replace('  replicas: 2', '  replica: 3\n  replicas: 2')
    const applied = desk.run('apply -f -', manifest)
    expect(applied.stderr).toMatch(/strict decoding error: unknown field "spec.replica"\n$/)
    expect(applied.code).toBe(1)
  })

  it('takes quantities in any spelling and stores them as the API does', () => {
    const nodes = `patch deploy web -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","resources":{"requests":{"cpu":"1000m"}}}]}}}}'`
    expect(desk.run(nodes).code).toBe(0)
    const path = '{.spec.template.spec.containers[0].resources.requests.cpu}'
    expect(desk.run(`get deploy web -o jsonpath='${path}'`).stdout).toBe('1')
  })

  it('leaves every object of a settled cluster as it is', () => {
    for (const type of ['pods', 'nodes', 'deploy', 'rs', 'cm', 'ns', 'sa', 'pc']) {
      for (const name of desk.run(`get ${type} -o name`).stdout.split('\n').filter(Boolean))
        expect(desk.run(`patch ${name} -p '{}'`).stdout).toMatch(/patched \(no change\)\n$/)
    }
  })
})

describe('the book cluster speaks as its version does', () => {
  it('has the columns, events and warnings of kubectl 1.18', () => {
    const book = new Desk('book')
    const pv =
      'apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: v}\nspec:\n  capacity: {storage: 1Gi}\n  accessModes: [ReadWriteOnce]\n  hostPath: {path: /x}\n'
    expect(book.run('apply -f -', pv).stdout).toBe('persistentvolume/v created\n')
    expect(book.run('get pv').stdout).toMatch(
      /^NAME +CAPACITY +ACCESS MODES +RECLAIM POLICY +STATUS +CLAIM +STORAGECLASS +REASON +AGE\n/,
    )
    expect(book.run('get pc').stdout).toMatch(/^NAME +VALUE +GLOBAL-DEFAULT +AGE\n/)
    book.run('create deployment web --image=nginx --dry-run=server')
    expect(book.run('delete pv v').stdout).toBe('persistentvolume "v" deleted\n')
    expect(book.run('run p --image=nginx --record').stderr).toBe('')
    expect(desk.run('run p --image=nginx --record').stderr).toBe(
      'Flag --record has been deprecated, --record will be removed in the future\n',
    )
  })

  it('describes several objects with the events of each', () => {
    const book = new Desk('book')
    book.run('run a --image=nginx')
    book.run('run b --image=nginx')
    book.settle()
    expect(book.run('describe pods').stdout.match(/^Events:/gm)).toHaveLength(2)
    expect(desk.run('describe pods').stdout).not.toContain('Events:')
  })
})
