import { describe, expect, test } from 'vitest'
import { post } from './support.ts'

const labels = { app: 'x' }
const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } }

function posted(kind: string, spec: object): string {
  const { error } = post({
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'x', namespace: 'default' },
    spec: { selector: { matchLabels: labels }, template, ...spec },
  })
  return error?.message.replace(/^\S+ "x" is invalid: /, '') ?? 'created'
}

describe('DaemonSet', () => {
  test.each([
    [{}, 'created'],
    [
      { selector: { matchLabels: { app: 'y' } } },
      'spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`',
    ],
    [{ selector: {} }, 'spec.selector: Invalid value: {}: empty selector is invalid for daemonset'],
    [
      { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } },
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
    [
      { template: { ...template, spec: { ...template.spec, activeDeadlineSeconds: 5 } } },
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported',
    ],
    [
      { minReadySeconds: -1 },
      'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      { updateStrategy: { type: 'Recreate' } },
      'spec.updateStrategy: Unsupported value: {"Type":"Recreate","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"',
    ],
    [
      { updateStrategy: { rollingUpdate: { maxSurge: 1 } } },
      'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero',
    ],
    [{ updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }, 'created'],
    [
      { updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } },
      'spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0',
    ],
    [
      { updateStrategy: { rollingUpdate: { maxUnavailable: '120%' } } },
      'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "120%": must not be greater than 100%',
    ],
  ])('%j', (spec, expected) => {
    expect(posted('DaemonSet', spec)).toBe(expected)
  })
})

describe('StatefulSet', () => {
  test.each([
    [{}, 'created'],
    [
      { podManagementPolicy: 'Random' },
      "spec.podManagementPolicy: Invalid value: \"Random\": must be 'OrderedReady' or 'Parallel'",
    ],
    [
      { updateStrategy: { type: 'Recreate' } },
      'spec.updateStrategy: Invalid value: {"Type":"Recreate","RollingUpdate":null}: must be \'RollingUpdate\' or \'OnDelete\'',
    ],
    [
      { updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } },
      'spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":1,"MaxUnavailable":null}: only allowed for updateStrategy \'RollingUpdate\'',
    ],
    [
      { updateStrategy: { rollingUpdate: { partition: -1 } } },
      'spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Keep' } },
      'spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: "Keep": supported values: "Retain", "Delete"',
    ],
    [{ replicas: -1 }, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    [
      { ordinals: { start: -1 } },
      'spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      { selector: {} },
      'spec.selector: Invalid value: {}: empty selector is invalid for statefulset',
    ],
    [
      { selector: { matchLabels: { app: 'y' } } },
      'spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`',
    ],
  ])('%j', (spec, expected) => {
    expect(posted('StatefulSet', spec)).toBe(expected)
  })
})

test.each([
  [{ data: { spec: {} }, revision: 1 }, undefined],
  [
    { revision: 1 },
    'ControllerRevision.apps "x" is invalid: data: Required value: data is mandatory',
  ],
  [
    { data: {}, revision: -1 },
    'ControllerRevision.apps "x" is invalid: revision: Invalid value: -1: must be greater than or equal to 0',
  ],
])('ControllerRevision %j', (fields, expected) => {
  const { error } = post({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name: 'x', namespace: 'default' },
    ...fields,
  })
  expect(error?.message).toBe(expected)
})
