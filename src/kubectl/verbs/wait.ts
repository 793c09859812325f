import type { Millis } from '../../sim/time.ts'
import type { ApiObject } from '../../sim/types/index.ts'
import { Failure, throwAll } from '../failure.ts'
import { findJsonpath } from '../jsonpath/evaluate.ts'
import { relaxedJsonpath } from '../jsonpath/parse.ts'
import type { Doing } from '../signal.ts'
import { type Found, selectTargets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { isNotFound, say, typeName } from './call.ts'
import {
  ALL,
  ALL_NAMESPACES,
  FIELD_SELECTOR,
  FILENAME,
  OUTPUT,
  RECURSIVE,
  SELECTOR,
} from './common.ts'

/** A wish for an object: undefined stands for an object that is gone. Throws when it can never come true. */
type Wish = (object: ApiObject | undefined) => boolean

const WEEK: Millis = 7 * 24 * 3_600_000

export const wait: Verb = {
  name: 'wait',
  usage:
    "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  short: 'Wait for a specific condition on one or many resources',
  examples: [
    'kubectl wait --for=condition=Ready pod/busybox1',
    'kubectl wait --for=delete pod/busybox1 --timeout=60s',
  ],
  flags: [
    ALL,
    ALL_NAMESPACES,
    FIELD_SELECTOR,
    FILENAME,
    OUTPUT,
    RECURSIVE,
    SELECTOR,
    {
      name: 'for',
      type: 'each',
      help: 'condition=NAME[=VALUE], jsonpath={...}[=VALUE], delete or create.',
    },
    {
      name: 'timeout',
      type: 'duration',
      value: '30s',
      help: 'How long to wait; 0 looks once, below 0 is a week.',
    },
  ],
  unsupported: ['local', 'template', 'allow-missing-template-keys', 'show-managed-fields'],
  *run(call) {
    const text = call.flags.list('for').at(-1) ?? ''
    const wish = wishOf(text)
    if (text === 'create')
      throw new Failure('orrery does not support --for=create of kubectl wait yet')
    const deletion = text === 'delete'
    const targets = selectTargets(call)
    const errors = targets.errors.filter((error) => !(deletion && isNotFound(error)))
    throwAll(errors)
    if (targets.found.length === 0 && !deletion) throw new Failure('no matching resources found')
    const given = call.flags.duration('timeout')
    const until = call.cluster.now + (given < 0 ? WEEK : given || 0)
    const failed: Error[] = []
    for (const found of targets.found) yield* one(call, found, wish, until, deletion, failed)
    throwAll(failed)
    return 0
  },
}

function* one(
  call: Call,
  found: Found,
  wish: Wish,
  until: Millis,
  deletion: boolean,
  failed: Error[],
): Doing {
  const { cluster } = call
  const { spec, namespace, name, object } = found
  const now = () => {
    const live: ApiObject | undefined = cluster.find(spec.kind, namespace, name)
    return live?.metadata.uid === object.metadata.uid || !deletion ? live : undefined
  }
  const over = () => wish(now()) || (!deletion && now() === undefined)
  if (!over()) yield { wait: over, until }
  if (wish(now())) yield* say(`${typeName(spec)}/${name} condition met`)
  else failed.push(new Failure(`timed out waiting for the condition on ${spec.plural}/${name}`))
}

// k8s: kubectl/pkg/cmd/wait conditionFuncFor (1.36)
function wishOf(text: string): Wish {
  const lower = text.toLowerCase()
  if (lower === 'delete') return (object) => object === undefined
  if (lower === 'create') return (object) => object !== undefined
  if (lower.startsWith('condition=')) return conditionWish(text.slice('condition='.length))
  if (lower.startsWith('jsonpath=')) return jsonpathWish(text.slice('jsonpath='.length))
  throw new Failure(`unrecognized condition: ${JSON.stringify(text)}`)
}

interface Conditioned {
  readonly metadata: { readonly generation?: number }
  readonly status?: {
    readonly observedGeneration?: number
    readonly conditions?: readonly {
      readonly type: string
      readonly status: string
      readonly observedGeneration?: number
    }[]
  }
}

// k8s: kubectl/pkg/cmd/wait ConditionalWait.checkCondition (1.36)
function conditionWish(text: string): Wish {
  const [type = '', value = 'true'] = text.split('=')
  return (object) => {
    const { metadata, status } = (object ?? { metadata: {} }) as Conditioned
    const found = status?.conditions?.find((c) => c.type.toLowerCase() === type.toLowerCase())
    if (!found) return false
    const observed = found.observedGeneration ?? status?.observedGeneration
    if (observed !== undefined && observed < (metadata.generation ?? 0)) return false
    return found.status.toLowerCase() === value.toLowerCase()
  }
}

// k8s: kubectl/pkg/cmd/wait newJSONPathParser and JSONPathWait.checkCondition (1.36)
function jsonpathWish(text: string): Wish {
  const [, path, value] = /^((?:\{.*\})|[^=]*)(?:=([\s\S]*))?$/.exec(text) ?? []
  if (!path)
    throw new Failure(
      `jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'`,
    )
  if (value === '') throw new Failure('jsonpath wait has to have a value after equal sign')
  let template: string
  try {
    template = relaxedJsonpath(path)
    findJsonpath(template, {}, { allowMissingKeys: true })
  } catch (error) {
    throw new Failure((error as Error).message)
  }
  return (object) => {
    if (!object) return false
    const values = findJsonpath(template, object, { allowMissingKeys: true }).flat()
    if (values.length > 1)
      throw new Failure(`given jsonpath expression matches more than one value`)
    const [found] = values
    if (found === undefined) return false
    return value === undefined || String(found) === value.replace(/^["']|["']$/g, '')
  }
}
