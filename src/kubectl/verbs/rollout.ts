import { formatTime } from '../../sim/time.ts'
import type { ApiObject } from '../../sim/types/index.ts'
import { Failure } from '../failure.ts'
import type { Flag } from '../flags.ts'
import type { Found } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { pluralName } from './call.ts'
import { type Edit, editEach } from './change.ts'
import { DRY_RUN, FIELD_MANAGER, FILENAME, OUTPUT, RECURSIVE, SELECTOR } from './common.ts'
import { history } from './rolloutHistory.ts'
import { status } from './rolloutStatus.ts'
import { undo } from './rolloutUndo.ts'

const FLAGS: readonly Flag[] = [DRY_RUN, FIELD_MANAGER, FILENAME, OUTPUT, RECURSIVE, SELECTOR]
const UNSUPPORTED = ['kustomize', 'template', 'allow-missing-template-keys', 'show-managed-fields']

/** k8s: kubectl/pkg/cmd/rollout Validate of each subcommand (1.36) */
function requireTargets(call: Call): void {
  if (call.args.length === 0 && call.flags.list('filename').length === 0)
    throw new Failure('required resource not specified')
}

type Step = (found: Found, call: Call) => Edit

function refuse({ spec, name }: Found, why: string): never {
  throw new Failure(`${pluralName(spec)} "${name}" ${why}`)
}

function paused(object: ApiObject): boolean {
  return object.kind === 'Deployment' && object.spec.paused === true
}

const pauseStep: Step = (found) => {
  if (found.object.kind !== 'Deployment') return refuse(found, 'pausing is not supported')
  if (paused(found.object)) return refuse(found, 'is already paused')
  return { type: 'strategic', patch: { spec: { paused: true } }, operation: 'paused' }
}

const resumeStep: Step = (found) => {
  if (found.object.kind !== 'Deployment') return refuse(found, 'resuming is not supported')
  if (!paused(found.object)) return refuse(found, 'is not paused')
  return { type: 'strategic', patch: { spec: { paused: null } }, operation: 'resumed' }
}

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt'
const RESTARTABLE = new Set(['Deployment', 'DaemonSet', 'StatefulSet'])

// k8s: kubectl/pkg/polymorphichelpers defaultObjectRestarter (1.36)
const restartStep: Step = (found, { cluster }) => {
  if (!RESTARTABLE.has(found.spec.kind)) return refuse(found, 'restarting is not supported')
  if (paused(found.object))
    return refuse(found, "can't restart paused deployment (run rollout resume first)")
  const at = formatTime(cluster.now)
  const { template } = (
    found.object as { spec: { template?: { metadata?: { annotations?: Record<string, string> } } } }
  ).spec
  if (template?.metadata?.annotations?.[RESTARTED_AT] === at)
    throw new Failure(
      `failed to create patch for ${found.name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
    )
  const patch = { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: at } } } } }
  return { type: 'strategic', patch, operation: 'restarted' }
}

function stepVerb(name: string, short: string, step: Step): Verb {
  return {
    name,
    usage: 'RESOURCE',
    short,
    examples: [`kubectl rollout ${name} deployment/nginx`],
    flags: FLAGS,
    unsupported: UNSUPPORTED,
    *run(call) {
      requireTargets(call)
      return yield* editEach(call, (found) => step(found, call), { listAll: true })
    },
  }
}

export const rollout: Verb = {
  name: 'rollout',
  usage: 'SUBCOMMAND',
  short: 'Manage the rollout of a resource',
  flags: [],
  subcommands: [
    history,
    stepVerb('pause', 'Mark the provided resource as paused', pauseStep),
    stepVerb('restart', 'Restart a resource', restartStep),
    stepVerb('resume', 'Resume a paused resource', resumeStep),
    status,
    undo,
  ],
}
