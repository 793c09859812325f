import type { Kind } from '../sim/index.ts'
import { quoted } from './words.ts'

/** One request as the command line that makes it, and where on the stage its answer belongs. */
export interface Line {
  readonly command: string
  readonly stdin?: string
  /** `Kind namespace/name` where the user acted. */
  readonly near: string
}

/** What names an object on a command line. */
export interface Target {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
}

/** How a deletion treats the grace period. */
export type Grace = 'usual' | 'now' | 'force'

export function nearOf({ kind, namespace, name }: Target): string {
  return `${kind} ${namespace}/${name}`
}

export function inNamespace(namespace: string): string {
  return namespace === '' || namespace === 'default' ? '' : ` -n ${quoted(namespace)}`
}

function line(target: Target, words: string): Line {
  return { command: `kubectl ${words}${inNamespace(target.namespace)}`, near: nearOf(target) }
}

/** The two kinds whose full names nobody types. */
const SHORT: Readonly<Record<string, string>> = {
  PersistentVolume: 'pv',
  PersistentVolumeClaim: 'pvc',
}

/** `deployment web`. */
function named({ kind, name }: Target): string {
  return `${SHORT[kind] ?? kind.toLowerCase()} ${quoted(name)}`
}

const GRACE = { usual: '', now: ' --now', force: ' --force --grace-period=0' } as const

export function deleteLine(target: Target, grace: Grace = 'usual'): Line {
  return line(target, `delete ${named(target)}${GRACE[grace]}`)
}

export function scaleLine(target: Target, replicas: number): Line {
  return line(target, `scale ${named(target)} --replicas=${replicas}`)
}

export type RolloutStep = 'restart' | 'undo' | 'pause' | 'resume' | 'status' | 'history'

export function rolloutLine(target: Target, step: RolloutStep): Line {
  return line(target, `rollout ${step} ${named(target)}`)
}

export function imageLine(target: Target, container: string, image: string): Line {
  return line(target, `set image ${named(target)} ${quoted(`${container}=${image}`)}`)
}

/** `key=value:NoSchedule`, or with a dash at the end to take it off. */
export function taintLine(node: string, taint: string): Line {
  return {
    command: `kubectl taint node ${quoted(node)} ${quoted(taint)}`,
    near: `Node /${node}`,
  }
}

/** `key=value`, or `key-` to take it off. */
export function labelLine(verb: 'label' | 'annotate', target: Target, change: string): Line {
  const over = change.endsWith('-') ? '' : ' --overwrite'
  return line(target, `${verb} ${named(target)} ${quoted(change)}${over}`)
}

export function nodeLine(verb: 'cordon' | 'uncordon', node: string): Line {
  return { command: `kubectl ${verb} ${quoted(node)}`, near: `Node /${node}` }
}

export function drainLine(node: string, force = false): Line {
  const more = force ? ' --force --delete-emptydir-data' : ''
  return {
    command: `kubectl drain ${quoted(node)} --ignore-daemonsets${more}`,
    near: `Node /${node}`,
  }
}

/** A strategic merge patch, which knows that lists of containers and volumes are merged by name. */
export function patchLine(
  target: Target,
  patch: unknown,
  type: 'strategic' | 'merge' = 'strategic',
): Line {
  const how = type === 'merge' ? ' --type=merge' : ''
  return line(target, `patch ${named(target)}${how} -p ${quoted(JSON.stringify(patch))}`)
}

/** What posts an object to a subresource of a pod. */
function postLine(namespace: string, pod: string, subresource: string, body: unknown): Line {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/${subresource}`
  return {
    command: `kubectl create --raw ${path} -f -`,
    stdin: JSON.stringify(body),
    near: `Pod ${namespace}/${pod}`,
  }
}

/** The Binding that the scheduler would post. */
export function bindLine(namespace: string, pod: string, node: string): Line {
  return postLine(namespace, pod, 'binding', {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: pod, namespace },
    target: { apiVersion: 'v1', kind: 'Node', name: node },
  })
}

/** A deletion that asks the disruption budgets first. */
export function evictLine(namespace: string, pod: string): Line {
  return postLine(namespace, pod, 'eviction', {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name: pod, namespace },
  })
}
