import { ApiError } from '../../sim/errors.ts'
import type { KindSpec } from '../../sim/index.ts'
import { quantityError, storedQuantity } from '../../sim/machinery/quantity.ts'
import type { ApiObject, MetricTarget } from '../../sim/types/index.ts'
import { Failure, shown, throwAll } from '../failure.ts'
import type { Json } from '../manifests.ts'
import { apiVersionOf, typeOfManifest } from '../resources.ts'
import { showObjects } from '../show.ts'
import type { Doing } from '../signal.ts'
import { type Found, selectTargets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { dryRunOf, dryRunSuffix, say, typeName } from './call.ts'
import { DRY_RUN, FIELD_MANAGER, FILENAME, OUTPUT, RECURSIVE, SAVE_CONFIG } from './common.ts'
import { configured, draftOf } from './post.ts'

type Resource = 'cpu' | 'memory'

const UNITS: Readonly<Record<Resource, string>> = { cpu: 'm', memory: 'Mi' }
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const OLD_API =
  'failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: '
const DEPRECATED =
  "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).\n"

/** `70%` is a share of the request, anything else an amount for each pod. */
// k8s: kubectl/pkg/cmd/autoscale parseResourceInput (1.36)
function targetOf(given: string, resource: Resource): MetricTarget {
  const text = given.trim()
  if (text === '') throw new Failure('empty input')
  if (text.endsWith('%')) {
    const share = text.slice(0, -1)
    if (!/^\+?\d+$/.test(share)) throw new Failure(`invalid percentage value: ${share}`)
    return { type: 'Utilization', averageUtilization: Number(share) }
  }
  const amount = NUMBER.test(text) ? `${Number(text)}${UNITS[resource]}` : text
  if (quantityError(amount) !== undefined)
    throw new Failure(`invalid resource ${resource} value: ${text}`)
  return { type: 'AverageValue', averageValue: storedQuantity(amount) }
}

function metricOf(name: Resource, target: MetricTarget): Json {
  return { type: 'Resource', resource: { name, target: { ...target } } }
}

// k8s: kubectl/pkg/cmd/autoscale AutoscaleOptions.Validate (1.36)
function metricsOf({ flags }: Call): readonly Json[] {
  const [cpu, memory] = [flags.text('cpu'), flags.text('memory')]
  const percent = flags.int('cpu-percent')
  if (percent > 0 && cpu !== '') throw new Failure('--cpu-percent and --cpu are mutually exclusive')
  return [
    ...(percent > 0 ? [metricOf('cpu', { type: 'Utilization', averageUtilization: percent })] : []),
    ...(cpu === '' ? [] : [metricOf('cpu', targetOf(cpu, 'cpu'))]),
    ...(memory === '' ? [] : [metricOf('memory', targetOf(memory, 'memory'))]),
  ]
}

function checkSize({ flags }: Call): void {
  if (!flags.changed('max')) throw new Failure('required flag(s) "max" not set')
  const [min, max] = [flags.int('min'), flags.int('max')]
  if (max < 1) throw new Failure(`--max=MAXPODS is required and must be at least 1, max: ${max}`)
  if (max < min)
    throw new Failure(
      `--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`,
    )
}

// k8s: kubectl/pkg/cmd/autoscale createHorizontalPodAutoscalerV2 (1.36)
function manifestOf(call: Call, { spec, name }: Found, metrics: readonly Json[]): Json {
  const { flags } = call
  const [min, max] = [flags.int('min'), flags.int('max')]
  const placed = dryRunOf(call) !== 'client' || call.namespaceGiven
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: flags.text('name') || name,
      ...(placed ? { namespace: call.namespace } : {}),
    },
    spec: {
      maxReplicas: max,
      ...(metrics.length > 0 ? { metrics } : {}),
      ...(min > 0 ? { minReplicas: min } : {}),
      scaleTargetRef: { apiVersion: apiVersionOf(spec), kind: spec.kind, name },
    },
    status: { currentMetrics: null, desiredReplicas: 0 },
  }
}

function mustScale(spec: KindSpec): void {
  if (spec.subresources.includes('scale')) return
  const resource = `${spec.group === '' ? '' : `${spec.group}/`}${spec.version}, Resource=${spec.plural}`
  throw new Failure(
    `cannot autoscale a ${spec.kind}: could not find scale subresource for ${resource} in discovery information`,
  )
}

/** After a refusal kubectl tries the old version of the API, if what was asked for can be said in it. */
// k8s: kubectl/pkg/cmd/autoscale canCreateHPAV1 (1.36)
function refusal({ flags }: Call, error: unknown): Error {
  if (!(error instanceof ApiError)) throw error
  const cpu = flags.text('cpu')
  if (cpu === '') return new Failure(`${OLD_API}empty input`)
  const share = cpu.trim().endsWith('%') && flags.text('memory') === ''
  return share ? error : new Failure(`${OLD_API}%!w(<nil>)`)
}

function* autoscaleOne(call: Call, found: Found, metrics: readonly Json[]): Doing {
  const { cluster, flags } = call
  mustScale(found.spec)
  const plain = manifestOf(call, found, metrics)
  const wanted = flags.bool('save-config') ? configured(plain) : plain
  const dryRun = dryRunOf(call)
  const spec = typeOfManifest(cluster, 'autoscaling/v2', 'HorizontalPodAutoscaler')
  if (!spec) throw new Failure('the server does not serve autoscaling/v2')
  let object = wanted as unknown as ApiObject
  if (dryRun !== 'client') {
    try {
      const { draft } = draftOf(call, spec, wanted)
      object = cluster.create(draft as never, { dryRun: dryRun === 'server' })
    } catch (error) {
      throw refusal(call, error)
    }
  }
  const format = flags.text('output')
  if (format !== '') yield { out: showObjects(format, [object], true) }
  else {
    const done = dryRun === 'client' ? 'created' : 'autoscaled'
    yield* say(`${typeName(spec)}/${object.metadata.name} ${done}${dryRunSuffix(dryRun)}`)
  }
}

export const autoscale: Verb = {
  name: 'autoscale',
  usage:
    '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]',
  short: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  examples: [
    'kubectl autoscale deployment foo --min=2 --max=10',
    'kubectl autoscale rc foo --max=5 --cpu=80%',
  ],
  flags: [
    DRY_RUN,
    FIELD_MANAGER,
    FILENAME,
    OUTPUT,
    RECURSIVE,
    SAVE_CONFIG,
    { name: 'min', type: 'int', value: '-1', help: 'The least pods; 1 when it is not said.' },
    { name: 'max', type: 'int', value: '-1', help: 'The most pods. Required.' },
    {
      name: 'cpu',
      type: 'string',
      help: 'The CPU use to aim at: 70% of the request, or 500m for each pod.',
    },
    {
      name: 'memory',
      type: 'string',
      help: 'The memory use to aim at: 60% of the request, or 200Mi for each pod.',
    },
    {
      name: 'cpu-percent',
      type: 'int',
      value: '-1',
      help: 'The CPU use to aim at as a share of the request; --cpu is its new name.',
    },
    { name: 'name', type: 'string', help: "The autoscaler's name; that of its target otherwise." },
  ],
  unsupported: ['kustomize', 'template', 'allow-missing-template-keys', 'show-managed-fields'],
  *run(call) {
    if (call.flags.changed('cpu-percent') && call.cluster.profile.kubectl.cpuPercentIsOld)
      yield { err: DEPRECATED }
    checkSize(call)
    const metrics = metricsOf(call)
    const targets = selectTargets(call)
    const errors: Error[] = [...targets.errors]
    for (const found of targets.found) {
      try {
        yield* autoscaleOne(call, found, metrics)
      } catch (error) {
        errors.push(shown(error))
      }
    }
    throwAll(errors)
    return 0
  },
}
