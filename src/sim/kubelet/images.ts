import type { Cluster } from '../cluster.ts'
import { intern } from '../intern.ts'
import type { Millis } from '../time.ts'
import type { Container } from '../types/index.ts'
import { parseImage } from './behaviour/reference.ts'
import type { PullRun, Run } from './runtime.ts'
import { goDuration, type Sync, say, wake } from './sync.ts'

/** Bytes of the images on a machine by their full reference, newest last. */
export type Images = Readonly<Record<string, number>>
/** When the machine's puller is free again, and the images that are on their way. */
interface Puller {
  readonly freeAt: Millis
  readonly arriving: Readonly<Record<string, Millis>>
}

const FIRST_DELAY: Millis = 10_000
const LAST_DELAY: Millis = 300_000
/** From a failed pull to the sync that finds it must wait. */
const NEXT_SYNC: Millis = 2000
const NO_IMAGES: Images = {}
/** Memories by machine. */
export const IMAGES = 'kubelet images'
const PULLERS = 'kubelet pullers'

export function imagesOn(cluster: Cluster, node: string): Images {
  return cluster.recall<Images>(IMAGES, node) ?? NO_IMAGES
}

function store(cluster: Cluster, node: string, reference: string, bytes: number): void {
  const images = imagesOn(cluster, node)
  if (images[reference] === undefined)
    cluster.remember(IMAGES, node, { ...images, [reference]: bytes })
}

/** k8s: pkg/apis/core/v1 SetDefaults_Container */
function policyOf(container: Container): string {
  if (container.imagePullPolicy) return container.imagePullPolicy
  return parseImage(container.image ?? '').tag === 'latest' ? 'Always' : 'IfNotPresent'
}

function fail(sync: Sync, container: Container, run: Run, reason: string, message: string): void {
  run.reason = reason
  run.message = message
  say(sync, container, 'Warning', 'Failed', `Error: ${reason}`)
}

function complainLater(sync: Sync, run: Run): void {
  run.nagAt = sync.agent.nagEvery > 0 ? sync.now + sync.agent.nagEvery : -1
  if (run.nagAt >= 0) wake(sync, run.nagAt, true)
}

function begin(sync: Sync, container: Container, run: Run, delay: Millis): void {
  const { cluster, machine, now, agent } = sync
  const image = container.image ?? ''
  say(sync, container, 'Normal', 'Pulling', intern(`Pulling image "${image}"`))
  const { full } = parseImage(image)
  const puller = cluster.recall<Puller>(PULLERS, machine.name) ?? {
    freeAt: 0,
    arriving: {},
  }
  const { millis, error } = agent.pull(image, cluster.profile.kubelet)
  const shared = puller.arriving[full]
  let begun = Math.max(now, puller.freeAt)
  let until = begun + (imagesOn(cluster, machine.name)[full] === undefined ? millis : 700)
  if (error !== '') {
    begun = now
    until = now + millis
  } else if (shared !== undefined && shared > now) {
    begun = shared
    until = shared + 300
  } else {
    const arriving = Object.fromEntries(
      Object.entries(puller.arriving).filter(([, at]) => at > now),
    )
    cluster.remember(PULLERS, machine.name, {
      freeAt: until,
      arriving: { ...arriving, [full]: until },
    })
  }
  run.pull = { state: 'pulling', since: now, begun, until, delay, error }
  wake(sync, until)
}

function finishPull(sync: Sync, container: Container, run: Run, pull: PullRun): boolean {
  const { cluster, machine, now } = sync
  const image = container.image ?? ''
  if (pull.error === '') {
    const { bytes } = sync.agent.pull(image, cluster.profile.kubelet)
    store(cluster, machine.name, parseImage(image).full, bytes)
    run.pull = undefined
    const took = goDuration(pull.until - pull.begun)
    const waited = goDuration(pull.until - pull.since)
    say(
      sync,
      container,
      'Normal',
      'Pulled',
      intern(cluster.profile.kubelet.imagePulled(image, took, waited, bytes)),
    )
    return true
  }
  say(sync, container, 'Warning', 'Failed', `Failed to pull image "${image}": ${pull.error}`)
  fail(sync, container, run, 'ErrImagePull', pull.error)
  const delay = pull.delay === 0 ? FIRST_DELAY : Math.min(LAST_DELAY, pull.delay * 2)
  run.pull = { ...pull, state: 'failed', until: now + NEXT_SYNC, delay }
  wake(sync, now + NEXT_SYNC)
  return false
}

function sayBackOff(sync: Sync, container: Container, run: Run, pull: PullRun): void {
  const image = container.image ?? ''
  say(sync, container, 'Normal', 'BackOff', `Back-off pulling image "${image}"`)
  fail(
    sync,
    container,
    run,
    'ImagePullBackOff',
    sync.cluster.profile.kubelet.pullBackOff(image, pull.error),
  )
  complainLater(sync, run)
}

/** Goes on with a pull; true when the image has come. */
// k8s: pkg/kubelet/images imageManager.pullImage (1.36)
function goOn(sync: Sync, container: Container, run: Run, pull: PullRun): boolean {
  const { now } = sync
  switch (pull.state) {
    case 'pulling':
      if (now >= pull.until) return finishPull(sync, container, run, pull)
      wake(sync, pull.until)
      return false
    case 'failed':
      if (now < pull.until) {
        wake(sync, pull.until)
        return false
      }
      run.pull = { ...pull, state: 'backoff', until: now + pull.delay }
      wake(sync, now + pull.delay, true)
      sayBackOff(sync, container, run, pull)
      return false
    case 'backoff':
      if (now >= pull.until) begin(sync, container, run, pull.delay)
      else {
        wake(sync, pull.until, true)
        if (run.nagAt >= 0 && now >= run.nagAt) sayBackOff(sync, container, run, pull)
        else if (run.nagAt >= 0) wake(sync, run.nagAt, true)
      }
      return false
  }
}

function badName(image: string): boolean {
  const { path } = parseImage(image)
  return /[^a-z0-9._/-]/.test(path) || image !== image.trim() || path.endsWith('/')
}

function refuse(sync: Sync, container: Container, run: Run): false {
  const image = container.image ?? ''
  if (run.nagAt >= 0 && sync.now < run.nagAt) {
    wake(sync, run.nagAt, true)
    return false
  }
  if (badName(image)) {
    const { path } = parseImage(image)
    const why = /[A-Z]/.test(path)
      ? `invalid reference format: repository name (${path}) must be lowercase`
      : 'invalid reference format'
    const text = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${why}`
    say(sync, container, 'Warning', 'InspectFailed', text)
    fail(sync, container, run, 'InvalidImageName', text)
  } else {
    const text = `Container image "${image}" is not present with pull policy of Never`
    say(sync, container, 'Warning', 'ErrImageNeverPull', text)
    fail(sync, container, run, 'ErrImageNeverPull', text)
  }
  complainLater(sync, run)
  return false
}

/** True when the container's image is on the machine; otherwise brings that about and asks to be called again. */
// k8s: pkg/kubelet/images imageManager.EnsureImageExists (1.36)
export function ensureImage(sync: Sync, container: Container, run: Run): boolean {
  if (run.pull) return goOn(sync, container, run, run.pull)
  const image = container.image ?? ''
  const { cluster, agent } = sync
  if (badName(image)) return refuse(sync, container, run)
  const policy = policyOf(container)
  const present = agent.imagesPresent
    ? agent.pull(image, cluster.profile.kubelet).error === ''
    : imagesOn(cluster, sync.machine.name)[parseImage(image).full] !== undefined
  if (present && (agent.imagesPresent || policy !== 'Always')) {
    const text = intern(cluster.profile.texts.imageAlreadyPresent(image))
    say(sync, container, 'Normal', 'Pulled', text)
    return true
  }
  if (policy === 'Never') return refuse(sync, container, run)
  begin(sync, container, run, 0)
  return false
}
