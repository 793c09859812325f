import type { ObjectOf } from '../../sim/index.ts'
import type { Happening, What } from './words.ts'

/** Events that tell what no object shows: the others only repeat what their object says itself. */
const TOLD: Readonly<Record<string, What>> = {
  Unhealthy: 'probeFailed',
  FailedPostStartHook: 'hookFailed',
  FailedPreStopHook: 'hookFailed',
  FailedMount: 'mountFailed',
  FailedAttachVolume: 'mountFailed',
  FailedCreate: 'createFailed',
  FailedBinding: 'noVolume',
  ProvisioningFailed: 'provisionFailed',
  ProvisioningSucceeded: 'volumeMade',
  TaintManagerEviction: 'tainting',
  Preempted: 'preempted',
}

const CANCELLED = /^Cancelling deletion/

/** An Event's first occurrence; the next ones only count up. */
export function eventHappening(event: ObjectOf<'Event'>): Happening | undefined {
  const what = TOLD[event.reason ?? '']
  const message = (event.message ?? '').split('\n', 1)[0] ?? ''
  if (what === undefined || CANCELLED.test(message)) return undefined
  return { what, values: { message } }
}
