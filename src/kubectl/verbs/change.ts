import type { ApiObject } from '../../sim/types/index.ts'
import { Failure, shown, throwAll } from '../failure.ts'
import { showObjects } from '../show.ts'
import type { Doing } from '../signal.ts'
import { type Found, type SelectOptions, selectTargets } from '../targets.ts'
import type { Call } from '../verb.ts'
import {
  CHANGE_CAUSE,
  changeCause,
  dryRunOf,
  dryRunSuffix,
  say,
  typeName,
  warnings,
} from './call.ts'

export interface Edit {
  readonly type: 'strategic' | 'merge' | 'json'
  readonly patch: unknown
  /** Said behind the name: `scaled`, `image updated` ... */
  readonly operation: string
  /** Put before the API's refusal, such as `failed to patch image update to pod template: `. */
  readonly refusal?: string
}

/** What to do to one object: a patch, nothing (and what to say), or a refusal by throwing. */
export type Editor = (found: Found) => Edit | { readonly operation: string } | undefined

/** Patches each of the objects that a command means and says so, going on after a refusal. */
export function* editEach(call: Call, editor: Editor, options: SelectOptions = {}): Doing<number> {
  const targets = selectTargets(call, options)
  const errors: Error[] = [...targets.errors]
  for (const found of targets.found) {
    try {
      const edit = editor(found)
      if (edit) yield* carryOut(call, found, edit)
    } catch (error) {
      errors.push(shown(error))
    }
  }
  throwAll(errors)
  return 0
}

export function* carryOut(
  call: Call,
  { spec, namespace, name, object }: Found,
  edit: Edit | { readonly operation: string },
): Doing {
  const dryRun = dryRunOf(call)
  const notes: string[] = []
  let after: ApiObject = object
  if ('patch' in edit && dryRun !== 'client') {
    const { type, patch, refusal } = noted(call, edit)
    const options = { dryRun: dryRun === 'server', warnings: notes }
    try {
      after = call.cluster.patch(spec.kind, namespace, name, { type, patch }, options)
    } catch (error) {
      const { message } = shown(error)
      throw refusal === undefined ? error : new Failure(`${refusal}${message}`)
    }
  }
  yield* warnings(notes)
  const format = call.flags.text('output')
  if (format === '')
    yield* say(`${typeName(spec)}/${name} ${edit.operation}${dryRunSuffix(dryRun)}`)
  else yield { out: showObjects(format, [after], true) }
}

/** With --record, the command line goes along in the patch. */
function noted(call: Call, edit: Edit): Edit {
  if (!call.flags.bool('record') || edit.type === 'json') return edit
  const patch = edit.patch as { readonly metadata?: { readonly annotations?: object } }
  const annotations = { ...patch.metadata?.annotations, [CHANGE_CAUSE]: changeCause(call) }
  return { ...edit, patch: { ...patch, metadata: { ...patch.metadata, annotations } } }
}
