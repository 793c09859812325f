import { describe, expect, test } from 'vitest'
import { post } from './support.ts'

const BUDGET = 'PodDisruptionBudget.policy "b" is invalid: '
const CONTROLLER = 'ReplicationController "c" is invalid: '

function refusal(input: Readonly<Record<string, unknown>>): string {
  return post(input).error?.message ?? 'ok'
}

describe('disruption budgets', () => {
  const budget = (spec: object | undefined, name = 'b') =>
    refusal({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec })

  test.each<[object, string]>([
    [{ minAvailable: 1 }, 'ok'],
    [{ maxUnavailable: '100%' }, 'ok'],
    [{}, 'ok'],
    [{ unhealthyPodEvictionPolicy: 'AlwaysAllow' }, 'ok'],
    [
      { minAvailable: -1 },
      `${BUDGET}spec.minAvailable: Invalid value: -1: must be greater than or equal to 0`,
    ],
    [
      { maxUnavailable: '101%' },
      `${BUDGET}spec.maxUnavailable: Invalid value: "101%": must not be greater than 100%`,
    ],
    [
      { maxUnavailable: 'some' },
      `${BUDGET}spec.maxUnavailable: Invalid value: "some": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`,
    ],
    [
      { minAvailable: 1, maxUnavailable: 1 },
      `${BUDGET}spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set`,
    ],
    [
      { unhealthyPodEvictionPolicy: 'Sometimes' },
      `${BUDGET}spec.unhealthyPodEvictionPolicy: Unsupported value: "Sometimes": supported values: "AlwaysAllow", "IfHealthyBudget"`,
    ],
    [
      { selector: { matchExpressions: [{ key: 'a', operator: 'Is' }] } },
      `${BUDGET}spec.selector.matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator`,
    ],
  ])('%j', (spec, expected) => {
    expect(budget(spec)).toBe(expected)
  })

  test('may have any name that fits into a path', () => {
    expect(budget({}, 'My_Budget')).toBe('ok')
    expect(budget({}, 'a/b')).toContain(`metadata.name: Invalid value: "a/b": may not contain '/'`)
  })
})

describe('replication controllers', () => {
  const template = {
    metadata: { labels: { app: 'a' } },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  }
  const controller = (spec: object) =>
    refusal({ apiVersion: 'v1', kind: 'ReplicationController', metadata: { name: 'c' }, spec })

  test.each<[object, string]>([
    [{ template }, 'ok'],
    [
      { template, replicas: -1, minReadySeconds: -2 },
      `${CONTROLLER}[spec.minReadySeconds: Invalid value: -2: must be greater than or equal to 0, spec.replicas: Invalid value: -1: must be greater than or equal to 0]`,
    ],
    [
      { template, selector: { app: 'b' } },
      `${CONTROLLER}spec.template.metadata.labels: Invalid value: {"app":"a"}: \`selector\` does not match template \`labels\``,
    ],
    [{ template: { ...template, metadata: {} } }, `${CONTROLLER}spec.selector: Required value`],
    [{}, `${CONTROLLER}[spec.selector: Required value, spec.template: Required value]`],
    [
      {
        template: {
          ...template,
          spec: { ...template.spec, restartPolicy: 'Never', activeDeadlineSeconds: 5 },
        },
      },
      `${CONTROLLER}[spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always", spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not Supported]`,
    ],
  ])('%j', (spec, expected) => {
    expect(controller(spec)).toBe(expected)
  })

  test('warns of a name that its pods cannot take over', () => {
    const { warnings } = post({
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'a.b' },
      spec: { template },
    })
    expect(warnings).toEqual([
      'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]',
    ])
  })
})
