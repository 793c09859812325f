import { Failure, quote, usageFailure } from '../failure.ts'
import { asObject, type Json } from '../manifests.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { DRY_RUN, FIELD_MANAGER, OUTPUT, RECORD, SAVE_CONFIG } from './common.ts'
import { postGenerated } from './generated.ts'
import { OVERRIDES, overridden } from './overrides.ts'
import { recorded } from './post.ts'

export const run: Verb = {
  name: 'run',
  usage:
    'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  short: 'Run a particular image on the cluster',
  examples: [
    'kubectl run nginx --image=nginx',
    'kubectl run busybox --image=busybox --restart=Never -- sleep 5',
  ],
  flags: [
    DRY_RUN,
    FIELD_MANAGER,
    OUTPUT,
    RECORD,
    SAVE_CONFIG,
    { name: 'annotations', type: 'each', help: 'Annotations of the pod, key=value.' },
    {
      name: 'command',
      type: 'bool',
      value: 'false',
      help: 'The words behind -- are the command, not its arguments.',
    },
    {
      name: 'expose',
      type: 'bool',
      value: 'false',
      help: 'Make a ClusterIP Service for the pod too; needs --port.',
    },
    { name: 'env', type: 'each', help: 'Environment of the container, key=value.' },
    { name: 'image', type: 'string', help: 'The image to run.' },
    { name: 'image-pull-policy', type: 'string', help: 'Always, IfNotPresent or Never.' },
    { name: 'labels', short: 'l', type: 'string', help: 'Labels of the pod, instead of run=NAME.' },
    ...OVERRIDES,
    { name: 'port', type: 'string', help: 'The port that the container listens on.' },
    { name: 'privileged', type: 'bool', value: 'false', help: 'Run the container privileged.' },
    { name: 'restart', type: 'string', value: 'Always', help: 'Always, OnFailure or Never.' },
  ],
  unsupported: [
    'attach',
    'rm',
    'stdin',
    'tty',
    'leave-stdin-open',
    'pod-running-timeout',
    'quiet',
    'wait',
    'timeout',
    'grace-period',
    'cascade',
    'force',
    'filename',
    'kustomize',
    'template',
    'hostport',
    'serviceaccount',
  ],
  *run(call) {
    const { flags, args } = call
    if (!flags.changed('image')) throw new Failure('required flag(s) "image" not set')
    const [name, ...words] = args
    if (name === undefined) throw usageFailure(call.path, 'NAME is required for run')
    const image = flags.text('image')
    if (!IMAGE.test(image))
      throw new Failure(`Invalid image name ${quote(image)}: invalid reference format`)
    const pod = podOf(call, name, words)
    const made = recorded(call, overridden(call, 'Pod', pod))
    if (flags.bool('expose')) yield* exposePod(call, name, made)
    else yield* postGenerated(call, made)
    return 0
  },
}

/** The pod and a Service for it; kubectl tells of the Service first. */
// k8s: kubectl/pkg/cmd/run RunOptions.generateService (1.36)
function* exposePod(call: Call, name: string, pod: Json): Doing {
  const port = call.flags.text('port')
  if (port === '') throw new Failure('--port must be set when exposing a service')
  const told = [...postGenerated(call, pod)]
  const labels = asObject(pod.metadata)?.labels
  yield* postGenerated(call, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: {
      ports: [{ port: Number(port), protocol: 'TCP', targetPort: Number(port) }],
      selector: labels,
    },
    status: { loadBalancer: {} },
  })
  for (const part of told) yield part
}

/** `[host[:port]/]path[:tag][@digest]`. */
// k8s: distribution/reference ReferenceRegexp
export const IMAGE =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$/

const RESTART = ['Always', 'OnFailure', 'Never']

// k8s: kubectl/pkg/generate/versioned BasicPod.Generate (1.36)
function podOf(call: Call, name: string, words: readonly string[]): Json {
  const { flags } = call
  const restart = flags.text('restart')
  if (!RESTART.includes(restart))
    throw usageFailure(call.path, `invalid restart policy: ${restart}`)
  const policy = flags.text('image-pull-policy')
  const port = flags.text('port')
  if (port !== '' && !/^[-+]?\d+$/.test(port))
    throw new Failure(`strconv.Atoi: parsing ${quote(port)}: invalid syntax`)
  const env = flags.list('env').map(pair)
  const annotations = Object.fromEntries(flags.list('annotations').map(entry))
  const container = {
    name,
    image: flags.text('image'),
    ...(policy === '' ? {} : { imagePullPolicy: policy }),
    ...(words.length === 0 ? {} : flags.bool('command') ? { command: words } : { args: words }),
    ...(env.length === 0 ? {} : { env }),
    ...(port === '' ? {} : { ports: [{ containerPort: Number(port) }] }),
    resources: {},
    ...(flags.bool('privileged') ? { securityContext: { privileged: true } } : {}),
  }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: labelsOf(flags.text('labels'), name),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy: restart },
    status: {},
  }
}

function pair(text: string): { readonly name: string; readonly value?: string } {
  const [name, value] = entry(text)
  if (name === '' || !text.includes('=')) throw new Failure(`invalid env: ${text}`)
  return { name, value }
}

function entry(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function labelsOf(text: string, name: string): Readonly<Record<string, string>> {
  if (text === '') return { run: name }
  return Object.fromEntries(
    text.split(',').map((part) => {
      if (!part.includes('=')) throw new Failure(`unexpected label spec: ${part}`)
      return entry(part)
    }),
  )
}
