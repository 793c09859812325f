import type { Node, Taint } from '../../sim/types/index.ts'
import { Failure, shown, throwAll, usageFailure } from '../failure.ts'
import type { Doing } from '../signal.ts'
import type { Found } from '../targets.ts'
import { selectTargets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { carryOut } from './change.ts'
import { ALL, DRY_RUN, FIELD_MANAGER, OUTPUT, OVERWRITE, SELECTOR, VALIDATE } from './common.ts'

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

interface Changes {
  readonly add: readonly Taint[]
  /** Without an effect, every taint of the key. */
  readonly remove: readonly { readonly key: string; readonly effect: string }[]
}

export const taint: Verb = {
  name: 'taint',
  usage: 'NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  short: 'Update the taints on one or more nodes',
  examples: [
    'kubectl taint nodes foo dedicated=special-user:NoSchedule',
    'kubectl taint nodes foo dedicated-',
  ],
  flags: [ALL, DRY_RUN, FIELD_MANAGER, OUTPUT, OVERWRITE, SELECTOR, VALIDATE],
  unsupported: ['template', 'allow-missing-template-keys', 'show-managed-fields'],
  *run(call) {
    const { resources, changes } = read(call)
    const targets = selectTargets(call, { args: resources })
    const errors: Error[] = [...targets.errors]
    for (const found of targets.found) {
      try {
        yield* one(call, found, changes)
      } catch (error) {
        errors.push(shown(error))
      }
    }
    throwAll(errors)
    return 0
  },
}

function read(call: Call): { readonly resources: readonly string[]; readonly changes: Changes } {
  const { args, path, flags } = call
  const at = args.findIndex((arg) => /[:=]|-$/.test(arg))
  const resources = at < 0 ? args : args.slice(0, at)
  const words = at < 0 ? [] : args.slice(at)
  const [type] = resources
  if (type === undefined)
    throw new Failure('one or more resources must be specified as <resource> <name>')
  if (words.length === 0) throw new Failure('at least one taint update is required')
  if (!/^(nodes?|no)(\/|$)/.test(type))
    throw new Failure(`invalid resource type ${type}, only node types are supported`)
  if (
    resources.length < 2 &&
    !type.includes('/') &&
    !flags.bool('all') &&
    !flags.changed('selector')
  )
    throw new Failure(
      "at least one resource name must be specified since '--all' parameter is not set",
    )
  try {
    return { resources, changes: parse(words) }
  } catch (error) {
    throw usageFailure(path, shown(error).message)
  }
}

// k8s: kubectl/pkg/cmd/taint parseTaints (1.36)
function parse(words: readonly string[]): Changes {
  const add: Taint[] = []
  const remove: { key: string; effect: string }[] = []
  for (const word of words) {
    const { key, value, effect } = parseOne(word)
    if (word.endsWith('-')) remove.push({ key, effect })
    else if (effect === '') throw new Failure(`unknown taint spec: ${word}`)
    else if (add.some(same({ key, effect })))
      throw new Failure(
        `duplicated taints with the same key and effect: {${key} ${value} ${effect} <nil>}`,
      )
    else add.push({ key, ...(value === '' ? {} : { value }), effect } as Taint)
  }
  return { add, remove }
}

/** KEY[=VALUE][:EFFECT], with or without a final - . */
function parseOne(word: string): { key: string; value: string; effect: string } {
  const [, key = '', value = '', effect = ''] =
    /^([^:=]+)(?:=([^:=]*))?(?::([^:]*?))?-?$/.exec(word.endsWith('-') ? word : `${word}-`) ?? []
  if (key === '') throw new Failure(`invalid taint spec: ${word}`)
  if (effect !== '' && !EFFECTS.includes(effect))
    throw new Failure(`invalid taint effect: ${effect}, unsupported taint effect`)
  return { key: key.replace(/-$/, ''), value: value.replace(/-$/, ''), effect }
}

const same = (a: { key: string; effect: string }) => (b: { key: string; effect: string }) =>
  a.key === b.key && a.effect === b.effect

// k8s: kubectl/pkg/cmd/taint reorganizeTaints (1.36)
function* one(call: Call, found: Found, { add, remove }: Changes): Doing {
  const node = found.object as Node
  const old = node.spec.taints ?? []
  const overwrite = call.flags.bool('overwrite')
  const taken = old.filter((taint) => add.some(same(taint)))
  if (!overwrite && taken.length > 0)
    throw new Failure(
      `node ${found.name} already has ${taken.map(({ key }) => key).join(',')} taint(s) with same effect(s) and --overwrite is false`,
    )
  const joined = [...add, ...old.filter((taint) => !add.some(same(taint)))]
  const added = old.length !== joined.length
  let left = joined
  const missing: Error[] = []
  for (const gone of remove) {
    const kept = left.filter(
      (t) => t.key !== gone.key || (gone.effect !== '' && t.effect !== gone.effect),
    )
    if (kept.length === left.length)
      missing.push(
        new Failure(
          `taint ${JSON.stringify(gone.effect === '' ? gone.key : `${gone.key}:${gone.effect}`)} not found`,
        ),
      )
    left = kept
  }
  throwAll(missing)
  const removed = left.length < joined.length
  const operation = (added && removed) || overwrite ? 'modified' : added ? 'tainted' : 'untainted'
  const patch = { spec: { taints: left.length > 0 ? left : null } }
  yield* carryOut(call, found, { type: 'merge', patch, operation })
}
