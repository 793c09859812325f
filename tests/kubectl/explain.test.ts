import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { TEXTS } from '../../src/kubectl/explain/texts.ts'
import { fieldsOf } from '../../src/sim/schema/fields.ts'
import { Desk } from './desk.ts'

/** What a real kubectl 1.33 printed for `explain deployments --recursive`. */
function recorded(): readonly string[] {
  const url = new URL('./recorded/explainDeployments.txt', import.meta.url)
  return readFileSync(url, 'utf8').split('\n')
}

/** Lines without the values that are listed: here they stand at fields of configuration and storage only. */
const names = (lines: readonly string[]) => lines.filter((line) => !line.includes('enum: '))

describe('explain', () => {
  const desk = new Desk('plain')

  it('names the fields that a real kubectl names', () => {
    const real = names(recorded())
    const ours = names(desk.run('kubectl explain deployments --recursive').stdout.split('\n'))
    expect(real.length).toBeGreaterThan(800)
    const unknown = real.slice(8).filter((line) => !ours.includes(line))
    expect(unknown).toEqual([])
  })

  it('says what a kind is, and each of its fields', () => {
    const said = desk.run('kubectl explain cm').stdout
    expect(said).toMatch(
      /^KIND: {7}ConfigMap\nVERSION: {4}v1\n\nDESCRIPTION:\n {4}Configuration for pods/,
    )
    expect(said).toMatch(/\n {4}\nFIELDS:\n {2}apiVersion\t<string>\n/)
    expect(said).toMatch(/\n {2}binaryData\t<map\[string\]string>\n {4}Values that are no/)
    expect(said.split('\n').every((line) => line.length <= 82)).toBe(true)
    expect(said).toMatch(/what every object has\.\n\n\n$/)
  })

  it('says what a field is, with the values that it may have', () => {
    expect(desk.run('kubectl explain sc.volumeBindingMode').stdout).toBe(
      'GROUP:      storage.k8s.io\nKIND:       StorageClass\nVERSION:    v1\n\nFIELD: volumeBindingMode <string>\nENUM:\n    Immediate\n    WaitForFirstConsumer\n\nDESCRIPTION:\n    When a claim gets its volume: Immediate, or WaitForFirstConsumer, when a pod\n    that uses it is placed.\n    \n\n',
    )
    expect(desk.run('kubectl explain pod.spec.volumes.configMap').stdout).toContain(
      'FIELD: configMap <ConfigMapVolumeSource>\n',
    )
    expect(desk.run('kubectl explain pvc.spec.accessModes').stdout).toContain('<[]string>')
  })

  test.each([
    ['kubectl explain pod.spec.nope', 'error: field "nope" does not exist\n'],
    ['kubectl explain nope', 'error: the server doesn\'t have a resource type "nope"\n'],
    ['kubectl explain a b', 'error: We accept only this format: explain RESOURCE\n'],
    [
      'kubectl explain',
      'error: You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
    ],
  ])('%s', (line, stderr) => {
    expect(desk.run(line).stderr).toBe(stderr)
  })

  it('has a text for every field of the kinds of configuration and storage', () => {
    const structs =
      'ConfigMap Secret EnvVar EnvFromSource KeyToPath VolumeMount StorageClass'.split(' ')
    const missing = structs.flatMap((struct) =>
      [...(fieldsOf(struct)?.keys() ?? [])]
        .filter((name) => !TEXTS[`${struct}.${name}`] && !TEXTS[`*.${name}`])
        .map((name) => `${struct}.${name}`),
    )
    expect(missing).toEqual([])
    const lost = Object.keys(TEXTS).filter((key) => {
      const [struct = '', name] = key.split('.')
      if (struct === '*') return false
      return name === undefined ? !fieldsOf(struct) : !fieldsOf(struct)?.has(name)
    })
    expect(lost).toEqual([])
  })
})
