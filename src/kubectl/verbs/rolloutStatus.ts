import { Watch } from '../../sim/index.ts'
import type { ApiObject, DaemonSet, Deployment, StatefulSet } from '../../sim/types/index.ts'
import { Failure, quote, throwAll } from '../failure.ts'
import type { Doing } from '../signal.ts'
import { type Found, selectTargets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { FILENAME, RECURSIVE, SELECTOR, TIMEOUT } from './common.ts'

interface Progress {
  readonly text: string
  readonly done: boolean
}

const going = (text: string): Progress => ({ text: `${text}\n`, done: false })
const over = (text: string): Progress => ({ text: `${text}\n`, done: true })

// k8s: kubectl/pkg/polymorphichelpers DeploymentStatusViewer.Status (1.36)
function deploymentProgress({ metadata, spec, status }: Deployment): Progress {
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0))
    return going('Waiting for deployment spec update to be observed...')
  const name = quote(metadata.name)
  const progressing = status.conditions?.find((condition) => condition.type === 'Progressing')
  if (progressing?.reason === 'ProgressDeadlineExceeded')
    throw new Failure(`deployment ${name} exceeded its progress deadline`)
  const head = `Waiting for deployment ${name} rollout to finish:`
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status
  const wanted = spec.replicas ?? 1
  if (updatedReplicas < wanted)
    return going(`${head} ${updatedReplicas} out of ${wanted} new replicas have been updated...`)
  if (replicas > updatedReplicas)
    return going(`${head} ${replicas - updatedReplicas} old replicas are pending termination...`)
  if (availableReplicas < updatedReplicas)
    return going(
      `${head} ${availableReplicas} of ${updatedReplicas} updated replicas are available...`,
    )
  return over(`deployment ${name} successfully rolled out`)
}

// k8s: kubectl/pkg/polymorphichelpers DaemonSetStatusViewer.Status (1.36)
function daemonSetProgress({ metadata, spec, status }: DaemonSet): Progress {
  if (spec.updateStrategy?.type !== 'RollingUpdate')
    throw new Failure('rollout status is only available for RollingUpdate strategy type')
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0))
    return going('Waiting for daemon set spec update to be observed...')
  const name = quote(metadata.name)
  const head = `Waiting for daemon set ${name} rollout to finish:`
  const { updatedNumberScheduled = 0, desiredNumberScheduled = 0, numberAvailable = 0 } = status
  if (updatedNumberScheduled < desiredNumberScheduled)
    return going(
      `${head} ${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated...`,
    )
  if (numberAvailable < desiredNumberScheduled)
    return going(
      `${head} ${numberAvailable} of ${desiredNumberScheduled} updated pods are available...`,
    )
  return over(`daemon set ${name} successfully rolled out`)
}

// k8s: kubectl/pkg/polymorphichelpers StatefulSetStatusViewer.Status (1.36)
function statefulSetProgress({ metadata, spec, status }: StatefulSet): Progress {
  if (spec.updateStrategy?.type !== 'RollingUpdate')
    throw new Failure('rollout status is only available for RollingUpdate strategy type')
  const observed = status.observedGeneration ?? 0
  if (observed === 0 || (metadata.generation ?? 0) > observed)
    return going('Waiting for statefulset spec update to be observed...')
  const { readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status
  const wanted = spec.replicas ?? 1
  if (readyReplicas < wanted)
    return going(`Waiting for ${wanted - readyReplicas} pods to be ready...`)
  const partition = spec.updateStrategy.rollingUpdate?.partition
  if (partition !== undefined) {
    if (updatedReplicas < wanted - partition)
      return going(
        `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted - partition} new pods have been updated...`,
      )
    return over(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`)
  }
  if (status.updateRevision !== status.currentRevision)
    return going(
      `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${status.updateRevision}...`,
    )
  return over(
    `statefulset rolling update complete ${currentReplicas} pods at revision ${status.currentRevision}...`,
  )
}

function progressOf(object: ApiObject): Progress {
  switch (object.kind) {
    case 'Deployment':
      return deploymentProgress(object)
    case 'DaemonSet':
      return daemonSetProgress(object)
    case 'StatefulSet':
      return statefulSetProgress(object)
    default:
      throw new Failure(`no status viewer has been implemented for ${object.kind}`)
  }
}

export const status: Verb = {
  name: 'status',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'Show the status of the rollout',
  examples: ['kubectl rollout status deployment/nginx'],
  flags: [
    FILENAME,
    RECURSIVE,
    SELECTOR,
    TIMEOUT,
    {
      name: 'revision',
      type: 'int',
      value: '0',
      help: 'Wait only while this is the newest revision.',
    },
    {
      name: 'watch',
      short: 'w',
      type: 'bool',
      value: 'true',
      help: 'Follow the rollout until it is done.',
    },
  ],
  unsupported: ['kustomize'],
  *run(call) {
    if (call.args.length === 0 && call.flags.list('filename').length === 0)
      throw new Failure('required resource not specified')
    const targets = selectTargets(call, { listAll: true })
    throwAll(targets.errors)
    for (const found of targets.found) yield* follow(call, found)
    return 0
  },
}

const REVISION = 'deployment.kubernetes.io/revision'

function checkRevision(call: Call, object: ApiObject): void {
  const wanted = call.flags.int('revision')
  if (wanted === 0 || object.kind !== 'Deployment') return
  const running = Number(object.metadata.annotations?.[REVISION] ?? 0)
  if (running !== wanted)
    throw new Failure(
      `desired revision (${wanted}) is different from the running revision (${running})`,
    )
}

/** Says how far the rollout is, and again at every change of the object, until it is done. */
function* follow(call: Call, { spec, namespace, name, object }: Found): Doing {
  const { cluster, flags } = call
  const timeout = flags.duration('timeout')
  const until = timeout > 0 ? { until: cluster.now + timeout } : {}
  const reader = new Watch(cluster, {
    kind: spec.kind,
    passes: ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
  })
  let changes: readonly { readonly type: string; readonly object: ApiObject }[] = [
    { type: 'ADDED', object },
  ]
  for (;;) {
    for (const change of changes) {
      if (change.type === 'DELETED') throw new Failure('object has been deleted')
      checkRevision(call, change.object)
      const { text, done } = progressOf(change.object)
      yield { out: text }
      if (done || !flags.bool('watch')) return
    }
    yield { wait: reader.pending, ...until }
    if (!reader.pending(cluster)) throw new Failure('timed out waiting for the condition')
    changes = reader.take()
  }
}
