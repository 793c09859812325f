import { keyOf } from '../store.ts'
import { type Millis, parseTime } from '../time.ts'
import type { Job } from '../types/index.ts'
import type { Controller } from './controller.ts'
import { conditionOf } from './job/facts.ts'

/** When the Job may be deleted; undefined while it goes on, or for ever. */
function expiryOf(job: Job): Millis | undefined {
  const { ttlSecondsAfterFinished: seconds } = job.spec
  const end = conditionOf(job, 'Complete') ?? conditionOf(job, 'Failed')
  if (seconds === undefined || !end?.lastTransitionTime) return undefined
  return parseTime(end.lastTransitionTime) + seconds * 1000
}

/** Deletes finished Jobs when their time is over. k8s: pkg/controller/ttlafterfinished (1.36) */
export const ttlAfterFinished: Controller<'Job'> = {
  name: 'ttl-after-finished',
  source: 'ttl-after-finished-controller',
  kind: 'Job',
  watches: {
    Job: (job, _, { after }) =>
      after && !after.metadata.deletionTimestamp && expiryOf(after) !== undefined
        ? [keyOf(job)]
        : [],
  },
  reconcile(cluster, key) {
    const job = cluster.at('Job', key)
    const at = job && !job.metadata.deletionTimestamp ? expiryOf(job) : undefined
    if (!job || at === undefined) return undefined
    if (at > cluster.now) return { requeueAfter: at - cluster.now, background: true }
    cluster.why(`it ended ${job.spec.ttlSecondsAfterFinished} s ago`)
    const { namespace = '', name, uid } = job.metadata
    cluster.delete('Job', namespace, name, {
      propagationPolicy: 'Foreground',
      preconditions: { uid },
    })
    return undefined
  },
}
