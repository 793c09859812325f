import { describe, expect, it } from 'vitest'
import { Desk } from './desk.ts'

function configMap(name: string, extra = ''): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${extra}`
}

function apply(
  text: string,
  flags = '',
): { desk: Desk; stdout: string; stderr: string; code: number } {
  const desk = new Desk('plain')
  desk.files = { 'm.yaml': text }
  return { desk, ...desk.run(`kubectl apply -f m.yaml ${flags}`) }
}

function names(desk: Desk): readonly string[] {
  const found = desk.cluster.list('ConfigMap', { namespace: 'default' })
  return found.map(({ metadata }) => metadata.name).filter((name) => name !== 'kube-root-ca.crt')
}

describe('bad input is refused in kubectl words, and nothing else is lost', {
  timeout: 60_000,
}, () => {
  it.each([
    ['an empty file', '', 'error: no objects passed to apply\n'],
    ['comments only', '# nothing\n---\n', 'error: no objects passed to apply\n'],
    [
      'broken YAML',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: e\n spec:\n',
      'error: error parsing m.yaml: error converting YAML to JSON: yaml: line 4: did not find expected key\n',
    ],
    [
      'a tab',
      'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: e\n',
      'error: error parsing m.yaml: error converting YAML to JSON: yaml: line 4: found character that cannot start any token\n',
    ],
    [
      'an unknown kind',
      'apiVersion: v1\nkind: Pud\nmetadata: {name: e}\n',
      'error: resource mapping not found for name: "e" namespace: "" from "m.yaml": no matches for kind "Pud" in version "v1"\nensure CRDs are installed first\n',
    ],
    [
      'no kind and no version',
      'metadata: {name: e}\n',
      'error: error validating "m.yaml": error validating data: [apiVersion not set, kind not set]; if you choose to ignore these errors, turn validation off with --validate=false\n',
    ],
    [
      'a text',
      'hello\n',
      'error: error validating "m.yaml": error validating data: invalid object to validate; if you choose to ignore these errors, turn validation off with --validate=false\n',
    ],
    [
      'a missing field',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: e}\nspec: {}\n',
      'The Pod "e" is invalid: spec.containers: Required value\n',
    ],
    [
      'a mistyped field',
      configMap('e', 'data: {a: 1}\n'),
      'Error from server (BadRequest): error when creating "m.yaml": ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string\n',
    ],
    [
      'a misspelt field',
      configMap('e', 'dta: {a: b}\n'),
      'Error from server (BadRequest): error when creating "m.yaml": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dta"\n',
    ],
    [
      'metadata that is a list',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: [a]\n',
      'error: unable to decode "m.yaml": json: cannot unmarshal array into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta\n',
    ],
    [
      'a namespace that is not there',
      configMap('e', '  namespace: nowhere\n'),
      'Error from server (NotFound): error when creating "m.yaml": namespaces "nowhere" not found\n',
    ],
    [
      'HTML in a name',
      configMap('"<b>x</b>"'),
      "The ConfigMap \"<b>x</b>\" is invalid: metadata.name: Invalid value: \"<b>x</b>\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')\n",
    ],
    [
      'two namespaces',
      configMap('e', '  namespace: kube-system\n'),
      'error: the namespace from the provided object "kube-system" does not match the namespace "default". You must pass \'--namespace=kube-system\' to perform this operation.\n',
      '-n default',
    ],
  ])('%s', (_, text, stderr, flags = '') => {
    const result = apply(text, flags)
    expect([result.stdout, result.stderr, result.code]).toEqual(['', stderr, 1])
    expect(names(result.desk)).toEqual([])
  })

  it('applies the good documents around a bad one', () => {
    const bad = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: B_B}\n'
    const { desk, stdout, stderr, code } = apply(
      [configMap('a'), bad, configMap('c')].join('---\n'),
    )
    expect(stdout).toBe('configmap/a created\nconfigmap/c created\n')
    expect(stderr).toContain('The ConfigMap "B_B" is invalid')
    expect(code).toBe(1)
    expect(names(desk)).toEqual(['a', 'c'])
  })

  it('applies the good documents before one that cannot be read', () => {
    const { stdout, stderr, code } = apply(
      [configMap('a'), 'a: b: c\n', configMap('c')].join('---\n'),
    )
    expect(stdout).toBe('configmap/a created\n')
    expect(stderr).toBe(
      'error: error parsing m.yaml: error converting YAML to JSON: yaml: mapping values are not allowed in this context\n',
    )
    expect(code).toBe(1)
  })

  it('takes a name that comes twice as create, then change', () => {
    const { desk, stdout, code } = apply(
      `${configMap('a', 'data: {k: v1}\n')}---\n${configMap('a', 'data: {k: v2}\n')}`,
    )
    expect([stdout, code]).toEqual(['configmap/a created\nconfigmap/a configured\n', 0])
    expect(desk.cluster.get('ConfigMap', 'default', 'a').data).toEqual({ k: 'v2' })
    const again = desk.run('kubectl create -f m.yaml')
    expect(again.stderr).toBe(
      'Error from server (AlreadyExists): error when creating "m.yaml": configmaps "a" already exists\nError from server (AlreadyExists): error when creating "m.yaml": configmaps "a" already exists\n',
    )
  })

  it('keeps HTML in annotations as text', () => {
    const html = '<img src=x onerror=alert(1)>'
    const { desk, code } = apply(configMap('a', `  annotations:\n    note: "${html}"\n`))
    expect(code).toBe(0)
    expect(desk.run('get cm a -o jsonpath={.metadata.annotations.note}').stdout).toBe(html)
    expect(desk.run('describe cm a').stdout).toContain(`note: ${html}`)
    const applied = desk.cluster.get('ConfigMap', 'default', 'a').metadata.annotations
    expect(applied?.['kubectl.kubernetes.io/last-applied-configuration']).toContain('\\u003cimg')
  })

  it('takes 10,000 documents in seconds of CPU', () => {
    const text = Array.from({ length: 10_000 }, (_, i) =>
      configMap(`c${i}`, 'data:\n  k: v\n'),
    ).join('---\n')
    const start = process.cpuUsage()
    const { desk, stdout, code } = apply(text)
    const used = process.cpuUsage(start)
    expect(code).toBe(0)
    expect(stdout.split('\n')).toHaveLength(10_001)
    expect(names(desk)).toHaveLength(10_000)
    // Measured 1.0 s; the bound leaves room for a loaded machine.
    expect((used.user + used.system) / 1e6).toBeLessThan(4)
  })

  it('refuses a ConfigMap of 5 MB, quickly', () => {
    const lines = Array.from(
      { length: 76_000 },
      (_, i) => `  key-${i}: some-value-that-is-rather-long-so-that-it-adds-up-${i}`,
    )
    const text = configMap('big', `data:\n${lines.join('\n')}\n`)
    expect(text.length).toBeGreaterThan(5_000_000)
    const start = process.cpuUsage()
    const { desk, stderr, code } = apply(text)
    const used = process.cpuUsage(start)
    expect(code).toBe(1)
    expect(stderr).toContain('Too long')
    expect(names(desk)).toEqual([])
    expect((used.user + used.system) / 1e6).toBeLessThan(4)
  })
})
