import { labelValue, qualifiedName } from '../../sim/admission/names.ts'
import { Failure, quote, shown, throwAll } from '../failure.ts'
import type { Flag } from '../flags.ts'
import type { Doing } from '../signal.ts'
import { type Found, selectTargets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { CHANGE_CAUSE, say } from './call.ts'
import { carryOut } from './change.ts'
import {
  ALL,
  ALL_NAMESPACES,
  DRY_RUN,
  FIELD_MANAGER,
  FIELD_SELECTOR,
  FILENAME,
  OUTPUT,
  OVERWRITE,
  RECORD,
  RECURSIVE,
  SELECTOR,
} from './common.ts'

const FLAGS: readonly Flag[] = [
  ALL,
  ALL_NAMESPACES,
  DRY_RUN,
  FIELD_MANAGER,
  FIELD_SELECTOR,
  FILENAME,
  OUTPUT,
  OVERWRITE,
  RECORD,
  RECURSIVE,
  SELECTOR,
  { name: 'list', type: 'bool', value: 'false', help: 'Show them instead of changing them.' },
  { name: 'resource-version', type: 'string', help: 'Only if it has this version now.' },
]
const UNSUPPORTED = [
  'kustomize',
  'local',
  'template',
  'allow-missing-template-keys',
  'show-managed-fields',
]

type Texts = Readonly<Record<string, string>>

interface Pairs {
  readonly resources: readonly string[]
  readonly add: Texts
  readonly remove: readonly string[]
}

/** Reads `RESOURCE... KEY=VALUE... KEY-...`. */
// k8s: kubectl/pkg/cmd/util GetResourcesAndPairs and ParsePairs (1.36)
function readPairs(call: Call, what: 'label' | 'annotation'): Pairs {
  const isPair = (word: string) => word.includes('=') || word.endsWith('-')
  const at = call.args.findIndex(isPair)
  const resources = at < 0 ? call.args : call.args.slice(0, at)
  const words = at < 0 ? [] : call.args.slice(at)
  const late = words.find((word) => !isPair(word))
  if (late !== undefined)
    throw new Failure(`all resources must be specified before ${what} changes: ${late}`)
  const add: Record<string, string> = {}
  const remove: string[] = []
  for (const word of words) {
    const equals = word.indexOf('=')
    if (equals === 0) throw new Failure(`invalid ${what} format: ${word}`)
    if (equals > 0) add[word.slice(0, equals)] = word.slice(equals + 1)
    else remove.push(word.slice(0, -1))
  }
  if (remove.some((key) => Object.hasOwn(add, key)))
    throw new Failure(
      `can not both modify and remove ${what === 'label' ? 'a' : 'an'} ${what} in the same command`,
    )
  return { resources, add, remove }
}

function checked(call: Call, what: 'label' | 'annotation'): Pairs {
  const pairs = readPairs(call, what)
  if (pairs.resources.length === 0 && call.flags.list('filename').length === 0)
    throw new Failure(
      'one or more resources must be specified as <resource> <name> or <resource>/<name>',
    )
  const changes = Object.keys(pairs.add).length + pairs.remove.length
  if (changes === 0 && !call.flags.bool('list'))
    throw new Failure(`at least one ${what} update is required`)
  return pairs
}

export const label: Verb = {
  name: 'label',
  usage:
    '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the labels on a resource',
  examples: ['kubectl label pods foo unhealthy=true', 'kubectl label pods foo bar-'],
  flags: FLAGS,
  unsupported: UNSUPPORTED,
  *run(call) {
    const pairs = checked(call, 'label')
    for (const [key, value] of Object.entries(pairs.add)) {
      const [wrong] = [...qualifiedName(key), ...labelValue(value)]
      if (wrong !== undefined)
        throw new Failure(
          `invalid label ${qualifiedName(key).length > 0 ? 'key' : 'value'}: ${quote(`${key}=${value}`)}: ${wrong}`,
        )
    }
    return yield* each(call, pairs, function* (found) {
      const labels = found.object.metadata.labels ?? {}
      for (const key of pairs.remove)
        if (!Object.hasOwn(labels, key)) yield* say(`label ${quote(key)} not found.`)
      const overwrite = call.flags.bool('overwrite')
      if (!overwrite) throwAll(labelConflicts(labels, pairs.add))
      yield* carryOut(
        call,
        found,
        edit('labels', labels, pairs, labelWord(labels, pairs, overwrite)),
      )
    })
  },
}

function labelConflicts(labels: Texts, add: Texts): readonly Error[] {
  return Object.entries(add).flatMap(([key, value]) => {
    const now = labels[key]
    if (now === undefined || now === value) return []
    return [new Failure(`'${key}' already has a value (${now}), and --overwrite is false`)]
  })
}

/** k8s: kubectl/pkg/cmd/label updateDataChangeMsg (1.36) */
function labelWord(labels: Texts, { add, remove }: Pairs, overwrite: boolean): string {
  const adds = Object.entries(add).some(([key, value]) => labels[key] !== value)
  const removes = remove.some((key) => Object.hasOwn(labels, key))
  if (!adds && !removes) return 'not labeled'
  return removes && !adds && !overwrite ? 'unlabeled' : 'labeled'
}

export const annotate: Verb = {
  name: 'annotate',
  usage:
    '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the annotations on a resource',
  examples: [
    "kubectl annotate pods foo description='my frontend'",
    'kubectl annotate pods foo description-',
  ],
  flags: FLAGS,
  unsupported: UNSUPPORTED,
  *run(call) {
    const pairs = checked(call, 'annotation')
    return yield* each(call, pairs, function* (found) {
      const annotations = found.object.metadata.annotations ?? {}
      if (!call.flags.bool('overwrite')) refuseOverwrite(annotations, pairs.add)
      yield* carryOut(call, found, edit('annotations', annotations, pairs, 'annotated'))
    })
  },
}

// k8s: kubectl/pkg/cmd/annotate validateNoAnnotationOverwrites (1.36)
function refuseOverwrite(annotations: Texts, add: Texts): void {
  const taken = Object.entries(add).flatMap(([key, value]) => {
    const now = annotations[key]
    if (key === CHANGE_CAUSE || now === undefined || now === value) return []
    return [`'${key}' already has a value (${now})`]
  })
  if (taken.length > 0)
    throw new Failure(
      `--overwrite is false but found the following declared annotation(s): ${taken.join('; ')}`,
    )
}

function edit(
  field: 'labels' | 'annotations',
  now: Texts,
  { add, remove }: Pairs,
  operation: string,
) {
  const removed = remove.filter((key) => Object.hasOwn(now, key)).map((key) => [key, null] as const)
  const added = Object.entries(add).filter(([key, value]) => now[key] !== value)
  if (removed.length + added.length === 0) return { operation }
  const texts = Object.fromEntries([...added, ...removed])
  return { type: 'merge' as const, patch: { metadata: { [field]: texts } }, operation }
}

function* each(call: Call, pairs: Pairs, change: (found: Found) => Doing): Doing<number> {
  const targets = selectTargets(call, { args: pairs.resources })
  const errors: Error[] = [...targets.errors]
  for (const found of targets.found) {
    try {
      if (call.flags.bool('list')) yield* list(found, call.path)
      else yield* change(found)
    } catch (error) {
      errors.push(shown(error))
    }
  }
  throwAll(errors)
  return 0
}

function* list({ object }: Found, path: string): Doing {
  const { labels, annotations } = object.metadata
  const texts = (path.endsWith('label') ? labels : annotations) ?? {}
  for (const [key, value] of Object.entries(texts).sort()) yield* say(`${key}=${value}`)
}
