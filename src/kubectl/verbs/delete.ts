import type { Cluster } from '../../sim/index.ts'
import type { Millis } from '../../sim/time.ts'
import type { ApiObject } from '../../sim/types/index.ts'
import { Failure, shown, throwAll, usageFailure, withSource } from '../failure.ts'
import type { Doing } from '../signal.ts'
import { type Found, NOTHING_NAMED, selectTargets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { type DryRun, dryRunOf, dryRunSuffix, isNotFound, say, typeName, warn } from './call.ts'
import {
  ALL,
  ALL_NAMESPACES,
  DRY_RUN,
  FIELD_SELECTOR,
  FILENAME,
  OUTPUT,
  RECURSIVE,
  SELECTOR,
  TIMEOUT,
} from './common.ts'

export const deleteVerb: Verb = {
  name: 'delete',
  usage: '([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  short:
    'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  examples: [
    'kubectl delete pod web-0',
    'kubectl delete -f ./pod.json',
    'kubectl delete pods -l app=web',
    'kubectl delete pod foo --force',
  ],
  flags: [
    ALL,
    ALL_NAMESPACES,
    DRY_RUN,
    FIELD_SELECTOR,
    FILENAME,
    OUTPUT,
    RECURSIVE,
    SELECTOR,
    TIMEOUT,
    {
      name: 'cascade',
      type: 'string',
      value: 'background',
      bare: 'background',
      help: 'background, foreground or orphan.',
    },
    {
      name: 'force',
      type: 'bool',
      value: 'false',
      help: 'Take the object away at once, without a grace period.',
    },
    {
      name: 'grace-period',
      type: 'int',
      value: '-1',
      help: 'Seconds; -1 is what the object says itself.',
    },
    {
      name: 'ignore-not-found',
      type: 'bool',
      value: 'false',
      help: 'Be silent about what is not there.',
    },
    { name: 'now', type: 'bool', value: 'false', help: 'A grace period of one second.' },
    { name: 'wait', type: 'bool', value: 'true', help: 'Wait until the objects are gone.' },
  ],
  unsupported: ['interactive', 'kustomize', 'raw'],
  *run(call) {
    const format = call.flags.text('output')
    if (format !== '' && format !== 'name')
      throw usageFailure(
        call.path,
        `unexpected -o output mode: ${format}. We only support '-o name'`,
      )
    const plan = planOf(call)
    if (call.args.length === 0 && call.flags.list('filename').length === 0)
      throw new Failure(NOTHING_NAMED)
    if (plan.grace === 0 && call.flags.bool('force'))
      yield* warn(
        'Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
      )
    const targets = selectTargets(call)
    const quiet = call.flags.bool('ignore-not-found')
    const fromFile = call.flags.list('filename').length > 0
    const errors = targets.errors
      .filter((error) => !(quiet && isNotFound(error)))
      .map((error, index) => (fromFile ? fromSource(error, targets.asks[index]?.source) : error))
    const gone = yield* deleteAll(call, targets.found, plan, errors)
    if (targets.found.length === 0 && errors.length === 0 && !(quiet && targets.errors.length > 0))
      yield* say('No resources found')
    if (call.flags.bool('wait') && plan.dryRun === 'none') yield* untilGone(call, gone, errors)
    throwAll(errors)
    return 0
  },
}

function fromSource(error: Error, source = ''): Error {
  return isNotFound(error) ? withSource('deleting', source, error) : error
}

type Policy = 'Background' | 'Foreground' | 'Orphan'

interface Plan {
  readonly dryRun: DryRun
  /** Seconds; undefined is the object's own period. */
  readonly grace: number | undefined
  readonly policy: Policy
}

const POLICIES: Readonly<Record<string, Policy>> = {
  true: 'Background',
  background: 'Background',
  foreground: 'Foreground',
  false: 'Orphan',
  orphan: 'Orphan',
}

// k8s: kubectl/pkg/cmd/delete DeleteOptions.Complete and Validate (1.36)
function planOf(call: Call): Plan {
  const { flags } = call
  const given = flags.int('grace-period')
  const policy = POLICIES[flags.text('cascade')]
  if (!policy)
    throw new Failure(
      `invalid cascade value (${flags.text('cascade')}). Must be "background", "foreground", or "orphan"`,
    )
  if (flags.bool('now') && given !== -1)
    throw new Failure('--now and --grace-period cannot be specified together')
  if (flags.bool('force') && given > 0)
    throw new Failure('--force and --grace-period greater than 0 cannot be specified together')
  return { dryRun: dryRunOf(call), policy, grace: graceOf(call, given) }
}

function graceOf({ flags }: Call, given: number): number | undefined {
  if (flags.bool('now')) return 1
  if (flags.bool('force')) return 0
  // Without --force a period of 0 becomes 1, so that nothing is lost by mistake.
  if (given === 0) return 1
  return given < 0 ? undefined : given
}

function* deleteAll(
  call: Call,
  found: readonly Found[],
  plan: Plan,
  errors: Error[],
): Doing<readonly Found[]> {
  const gone: Found[] = []
  if (call.namespaceGiven && found.some(({ spec }) => !spec.namespaced))
    yield* warn('deleting cluster-scoped resources, not scoped to the provided namespace')
  for (const one of found) {
    try {
      deleteOne(call, one, plan)
      gone.push(one)
      yield* report(call, one, plan)
    } catch (error) {
      const refusal = shown(error)
      errors.push(one.source === undefined ? refusal : withSource('deleting', one.source, refusal))
    }
  }
  return gone
}

function deleteOne({ cluster }: Call, { spec, namespace, name }: Found, plan: Plan): void {
  if (plan.dryRun === 'client') return
  cluster.delete(spec.kind, namespace, name, {
    propagationPolicy: plan.policy,
    ...(plan.grace === undefined ? {} : { gracePeriodSeconds: plan.grace }),
    ...(plan.dryRun === 'server' ? { dryRun: true } : {}),
  })
}

function* report(call: Call, { spec, namespace, name }: Found, plan: Plan): Doing {
  if (call.flags.text('output') === 'name') {
    yield* say(`${typeName(spec)}/${name}`)
    return
  }
  const where = namespace === '' ? undefined : namespace
  const text = call.cluster.profile.texts.deleted(typeName(spec), name, where)
  const forced = plan.grace === 0 ? 'force deleted' : 'deleted'
  const quoted = `"${name}" `
  yield* say(text.replace(`${quoted}deleted`, `${quoted}${forced}${dryRunSuffix(plan.dryRun)}`))
}

function isGone(cluster: Cluster, { spec, namespace, object, name }: Found): boolean {
  const live: ApiObject | undefined = cluster.find(spec.kind, namespace, name)
  return !live || live.metadata.uid !== object.metadata.uid
}

// k8s: kubectl/pkg/cmd/wait IsDeleted (1.36)
function* untilGone(call: Call, found: readonly Found[], errors: Error[]): Doing {
  const { cluster, flags } = call
  const timeout = flags.duration('timeout')
  const until: Millis | undefined = timeout > 0 ? cluster.now + timeout : undefined
  for (const one of found) {
    const gone = () => isGone(cluster, one)
    if (!gone()) yield { wait: gone, ...(until === undefined ? {} : { until }) }
    if (!gone())
      errors.push(
        new Failure(`timed out waiting for the condition on ${one.spec.plural}/${one.name}`),
      )
  }
}
