import { Failure } from '../failure.ts'
import type { Flag } from '../flags.ts'
import type { Call, Verb } from '../verb.ts'
import { DRY_RUN, FIELD_MANAGER, OUTPUT, SAVE_CONFIG, VALIDATE } from './common.ts'
import { commandOf, oneName, postGenerated } from './generated.ts'

export const CREATE_FLAGS: readonly Flag[] = [DRY_RUN, FIELD_MANAGER, OUTPUT, SAVE_CONFIG, VALIDATE]

export const deployment: Verb = {
  name: 'deployment',
  aliases: ['deploy'],
  usage: 'NAME --image=image -- [COMMAND] [args...]',
  short: 'Create a deployment with the specified name',
  examples: ['kubectl create deployment web --image=nginx --replicas=3'],
  flags: [
    ...CREATE_FLAGS,
    { name: 'image', type: 'list', help: 'Image to run; several make several containers.' },
    { name: 'port', type: 'int', value: '-1', help: 'Port that the first container listens on.' },
    { name: 'replicas', short: 'r', type: 'int', value: '1', help: 'Number of pods.' },
  ],
  *run(call) {
    const images = call.flags.list('image')
    if (!call.flags.changed('image')) throw new Failure('required flag(s) "image" not set')
    const name = oneName(call)
    const command = commandOf(call)
    if (images.length > 1 && command.length > 0)
      throw new Failure('cannot specify multiple --image options and command')
    const labels = { app: name }
    yield* postGenerated(
      call,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, labels },
        spec: {
          replicas: call.flags.int('replicas'),
          selector: { matchLabels: labels },
          strategy: {},
          template: {
            metadata: { labels },
            spec: {
              containers: images.map((image, i) => container(call, image, i === 0, command)),
            },
          },
        },
        status: {},
      },
      'failed to create deployment: ',
    )
    return 0
  },
}

// k8s: kubectl/pkg/cmd/create CreateDeploymentOptions.buildPodSpec (1.36)
function container(call: Call, image: string, first: boolean, command: readonly string[]) {
  const base =
    image
      .slice(image.lastIndexOf('/') + 1)
      .split(':')[0]
      ?.split('@')[0] ?? ''
  const name = /[_.]/.test(base)
    ? `${base.replaceAll(/[_.]/g, '-')}-${call.cluster.random.suffix(5)}`
    : base
  const port = call.flags.int('port')
  return {
    name,
    image,
    ...(command.length > 0 ? { command } : {}),
    ...(first && port >= 0 ? { ports: [{ containerPort: port }] } : {}),
    resources: {},
  }
}

export const namespace: Verb = {
  name: 'namespace',
  aliases: ['ns'],
  usage: 'NAME [--dry-run=server|client|none]',
  short: 'Create a namespace with the specified name',
  flags: CREATE_FLAGS,
  *run(call) {
    const name = oneName(call)
    yield* postGenerated(call, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
      spec: {},
      status: {},
    })
    return 0
  },
}

export const serviceAccount: Verb = {
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: 'NAME [--dry-run=server|client|none]',
  short: 'Create a service account with the specified name',
  flags: CREATE_FLAGS,
  *run(call) {
    const name = oneName(call)
    yield* postGenerated(
      call,
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } },
      'failed to create serviceaccount: ',
    )
    return 0
  },
}

export const priorityClass: Verb = {
  name: 'priorityclass',
  aliases: ['pc'],
  usage: 'NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  short: 'Create a priority class with the specified name',
  flags: [
    ...CREATE_FLAGS,
    { name: 'value', type: 'int', value: '0', help: 'The priority.' },
    {
      name: 'global-default',
      type: 'bool',
      value: 'false',
      help: 'The class of pods that name none.',
    },
    { name: 'description', type: 'string', help: 'What the class is for.' },
    {
      name: 'preemption-policy',
      type: 'string',
      value: 'PreemptLowerPriority',
      help: 'Whether pods of it evict others.',
    },
  ],
  *run(call) {
    const { flags } = call
    const name = oneName(call)
    const description = flags.text('description')
    yield* postGenerated(
      call,
      {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name },
        value: flags.int('value'),
        ...(flags.bool('global-default') ? { globalDefault: true } : {}),
        ...(description === '' ? {} : { description }),
        preemptionPolicy: flags.text('preemption-policy'),
      },
      'failed to create priorityclass: ',
    )
    return 0
  },
}
