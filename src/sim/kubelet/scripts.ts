import type { Cluster } from '../cluster.ts'
import type { Requeue } from '../controllers/controller.ts'
import { performRequest } from '../network/perform.ts'
import type { Millis } from '../time.ts'
import type { Container, Pod } from '../types/index.ts'
import { backendFor } from '../volumes/backend.ts'
import { isGiven } from '../volumes/given.ts'
import { serverTrouble } from '../volumes/nfs.ts'
import { commandLine } from './behaviour/script.ts'
import { startedAs } from './exec/environment.ts'
import { execute, NoSuchProgram } from './exec/execute.ts'
import { insideOf } from './exec/find.ts'
import type { Inside, Step } from './exec/inside.ts'
import { kubeletName } from './machine.ts'
import { KUBELET, type Run } from './runtime.ts'
import type { Sync } from './sync.ts'
import { keepWritten } from './written.ts'

/**
 * Commands of containers that write into volumes are really carried out, for what they write; when they end and what
 * they say is read off their words (`behaviour/script.ts`).
 */

/** Work key: a container's command goes on. */
export const SCRIPT = 'script/'
/** How far the commands have got, by the id of the container's life. */
const PROGRESS = 'commands'
const ASK_AGAIN: Millis = 10_000

/** A command in its parts: what is done once, and what is repeated for ever. */
interface Progress {
  readonly part: 0 | 1
  /** Of the part: pauses that are over, in ms. */
  readonly passed: Millis
}

const WRITES = />|\b(?:cp|mv|touch|mkdir|tee|dd|truncate|fallocate|ln|rm|chmod|chown)\b/
const FOR_EVER = /\bwhile\s+(?:true|:|\[ 1 \])\s*(?:;|\n)\s*do\s([\s\S]*)\bdone\b\s*$/

const known = new WeakMap<Container, boolean>()

/** Whether the command writes files and has a volume to write them into. */
function writes(pod: Pod, container: Container): boolean {
  let found = known.get(container)
  if (found === undefined) {
    const mounted = container.volumeMounts?.some(({ name }) => {
      const volume = pod.spec.volumes?.find((one) => one.name === name)
      return volume !== undefined && !isGiven(volume)
    })
    found = mounted === true && WRITES.test(commandLine(container))
    known.set(container, found)
  }
  return found
}

/** A container whose command writes files begins to live. */
export function beginScript({ cluster, pod, agent }: Sync, container: Container, run: Run): void {
  if (!agent.realNodes || !writes(pod, container)) return
  cluster.remember(PROGRESS, run.id, { part: 0, passed: 0 } satisfies Progress)
  const { uid, namespace, name } = pod.metadata
  cluster.enqueue(KUBELET, `${SCRIPT}${uid}/${namespace}/${name}/${container.name}`)
}

/** Forgets how far a life that is over had got. */
export function dropScript(cluster: Cluster, id: string): void {
  if (cluster.memory.get(PROGRESS)?.size) cluster.forget(PROGRESS, id)
}

function textOf(container: Container, part: 0 | 1): string {
  const text = commandLine(container)
  const loop = FOR_EVER.exec(text)
  if (part === 1) return loop?.[1] ?? ''
  return loop ? text.slice(0, loop.index) : text
}

/** Whether a server that the container's volumes lie on does not answer: whoever writes there hangs. */
function hangs({ cluster, pod, container }: Inside): boolean {
  return (container.volumeMounts ?? []).some(({ name }) => {
    const volume = pod.spec.volumes?.find((one) => one.name === name)
    const backend = volume && backendFor(cluster, pod, volume)
    if (backend?.fsType !== 'nfs4') return false
    return serverTrouble(cluster, backend.device.split(':')[0] ?? '') !== undefined
  })
}

function carryOut({ cluster, pod, container }: Inside, step: Step): void {
  if ('request' in step) step.answer.trace = performRequest(cluster, step.request, { told: false })
  if (!('effect' in step) || step.effect.type !== 'write') return
  const { effect } = step
  keepWritten(cluster, pod, effect)
  const deed = effect.leaf === null ? 'removes' : 'writes'
  const who = `container ${container.name} of pod ${pod.metadata.name}`
  cluster.act('Machine', pod.spec.nodeName ?? '', `${who} ${deed} ${effect.seen}`)
}

/** Carries the text out from the pause that is over to the next; how much has passed then, and whether that was all. */
function goOn(inside: Inside, text: string, from: Millis): { passed: Millis; isOver: boolean } {
  let passed = 0
  try {
    const running = execute(inside, ['sh', '-c', text])
    for (let next = running.next(); !next.done; next = running.next()) {
      if ('sleep' in next.value) {
        passed += next.value.sleep
        if (passed > from) return { passed, isOver: false }
      } else if (passed >= from) carryOut(inside, next.value)
    }
  } catch (error) {
    // An image without a shell runs a program of its own instead.
    if (!(error instanceof NoSuchProgram)) throw error
  }
  return { passed, isOver: true }
}

/** The next piece of a container's command. `key` is `uid/namespace/name/container`. */
export function continueScript(cluster: Cluster, key: string): Requeue | undefined {
  const [uid = '', namespace = '', name = '', containerName = ''] = key.split('/')
  const pod = cluster.find('Pod', namespace, name)
  const inside = pod?.metadata.uid === uid ? insideOf(cluster, pod, containerName) : undefined
  const progress = inside && cluster.recall<Progress>(PROGRESS, inside.id)
  if (!inside || !progress) return undefined
  const { nodeName = '' } = inside.pod.spec
  cluster.speakAs(kubeletName(nodeName), KUBELET)
  const started = startedAs(inside)
  if (hangs(inside)) return { requeueAfter: ASK_AGAIN, background: true }
  const step = goOn(inside, textOf(started, progress.part), progress.passed)
  if (!step.isOver) {
    cluster.remember(PROGRESS, inside.id, { part: progress.part, passed: step.passed })
    return { requeueAfter: step.passed - progress.passed, background: true }
  }
  // A loop without a pause would never end; nobody sees what it does at once.
  if (progress.part === 1 && step.passed === 0) return undefined
  cluster.remember(PROGRESS, inside.id, { part: 1, passed: 0 } satisfies Progress)
  return textOf(started, 1) === '' ? undefined : { requeueAfter: 0, background: true }
}
