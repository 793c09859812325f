import { Failure, shown, throwAll } from '../failure.ts'
import { showObjects } from '../show.ts'
import type { Doing } from '../signal.ts'
import { type Found, selectTargets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { dryRunOf, dryRunSuffix, say, typeName } from './call.ts'
import { ALL, DRY_RUN, FILENAME, OUTPUT, RECORD, RECURSIVE, SELECTOR, TIMEOUT } from './common.ts'

interface Scalable {
  readonly spec?: { readonly replicas?: number }
  readonly status?: { readonly replicas?: number; readonly observedGeneration?: number }
}

export const scale: Verb = {
  name: 'scale',
  usage:
    '[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  short: 'Set a new size for a deployment, replica set, or replication controller',
  examples: [
    'kubectl scale --replicas=3 rs/foo',
    'kubectl scale --current-replicas=2 --replicas=3 deployment/mysql',
  ],
  flags: [
    ALL,
    DRY_RUN,
    FILENAME,
    OUTPUT,
    RECORD,
    RECURSIVE,
    SELECTOR,
    TIMEOUT,
    { name: 'current-replicas', type: 'int', value: '-1', help: 'Only if it has this size now.' },
    { name: 'replicas', type: 'int', value: '0', help: 'The new size.' },
    { name: 'resource-version', type: 'string', help: 'Only if it has this version now.' },
  ],
  unsupported: ['kustomize', 'template', 'allow-missing-template-keys', 'show-managed-fields'],
  *run(call) {
    const { flags } = call
    if (!flags.changed('replicas')) throw new Failure('required flag(s) "replicas" not set')
    if (flags.int('replicas') < 0)
      throw new Failure(
        'The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0',
      )
    const targets = selectTargets(call)
    const errors: Error[] = [...targets.errors]
    for (const found of targets.found) {
      try {
        yield* scaleOne(call, found)
      } catch (error) {
        errors.push(shown(error))
      }
    }
    throwAll(errors)
    return 0
  },
}

// k8s: kubectl/pkg/scale genericScaler.ScaleSimple (1.36)
function* scaleOne(call: Call, { spec, namespace, name, object }: Found): Doing {
  const { cluster, flags } = call
  const now = (object as Scalable).spec?.replicas ?? 0
  const wanted = flags.int('current-replicas')
  if (wanted >= 0 && wanted !== now)
    throw new Failure(`Expected replicas to be ${wanted}, was ${now}`)
  const version = flags.text('resource-version')
  if (version !== '' && version !== object.metadata.resourceVersion)
    throw new Failure(
      `Expected resource version to be ${version}, was ${object.metadata.resourceVersion}`,
    )
  const dryRun = dryRunOf(call)
  const replicas = flags.int('replicas')
  if (dryRun !== 'client')
    cluster.scale(spec.kind, namespace, name, {
      replicas,
      ...(dryRun === 'server' ? { dryRun: true } : {}),
    })
  const timeout = flags.duration('timeout')
  if (timeout > 0 && dryRun === 'none')
    yield* untilScaled(call, { spec, namespace, name, object }, replicas)
  const format = flags.text('output')
  if (format === '') yield* say(`${typeName(spec)}/${name} scaled${dryRunSuffix(dryRun)}`)
  else yield { out: showObjects(format, [cluster.get(spec.kind, namespace, name)], true) }
}

function* untilScaled(call: Call, { spec, namespace, name }: Found, replicas: number): Doing {
  const { cluster } = call
  const reached = () => {
    const live = cluster.find(spec.kind, namespace, name)
    return ((live as Scalable | undefined)?.status?.replicas ?? 0) === replicas
  }
  yield { wait: reached, until: cluster.now + call.flags.duration('timeout') }
  if (!reached()) throw new Failure('timed out waiting for the condition')
}
