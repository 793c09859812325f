import type { Cluster } from '../../cluster.ts'
import type { Writable } from '../../metadata.ts'
import { EPOCH, type Millis, parseTime } from '../../time.ts'
import type { CronJob, CronJobStatus, Draft, Job, ObjectReference } from '../../types/index.ts'
import { conditionOf, isFinished } from '../job/facts.ts'
import { ownedBy } from '../pods.ts'
import { type Timetable, zonedTime } from './times.ts'

const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp'

export type Status = Writable<CronJobStatus>

export function isActive(status: Status, uid: string): boolean {
  return status.active?.some((one) => one.uid === uid) ?? false
}

function drop(status: Status, uid: string | undefined): void {
  const left = (status.active ?? []).filter((one) => one.uid !== uid)
  if (left.length > 0) status.active = left
  else delete status.active
}

/** Deletes a Job with its pods. */
export function deleteJob(cluster: Cluster, owner: CronJob, status: Status, job: Job): void {
  const { namespace = '', name, uid } = job.metadata
  cluster.delete('Job', namespace, name, { propagationPolicy: 'Background' })
  drop(status, uid)
  cluster.event(owner, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`)
}

// k8s: pkg/controller/cronjob byJobStartTime (1.36)
function byStart(a: Job, b: Job): number {
  const start = (job: Job) =>
    job.status.startTime ? parseTime(job.status.startTime) : Number.POSITIVE_INFINITY
  const [x, y] = [start(a), start(b)]
  if (x !== y) return x < y ? -1 : 1
  return a.metadata.name < b.metadata.name ? -1 : 1
}

/** Finished Jobs beyond the limits of the history go, the oldest first. */
// k8s: pkg/controller/cronjob cleanupFinishedJobs (1.36)
export function trimHistory(
  cluster: Cluster,
  owner: CronJob,
  status: Status,
  jobs: readonly Job[],
): void {
  const { successfulJobsHistoryLimit: good, failedJobsHistoryLimit: bad } = owner.spec
  const keep = (type: string, limit: number | undefined) => {
    if (limit === undefined) return
    const ended = jobs.filter((job) => conditionOf(job, type)).sort(byStart)
    for (const job of ended.slice(0, Math.max(0, ended.length - limit))) {
      cluster.why(`more than ${limit} finished jobs of this kind are kept`)
      deleteJob(cluster, owner, status, job)
    }
  }
  keep('Complete', good)
  keep('Failed', bad)
}

function noteSuccess(status: Status, job: Job): void {
  const { completionTime } = job.status
  if (!completionTime) return
  const known = status.lastSuccessfulTime
  if (known === undefined || parseTime(completionTime) > parseTime(known))
    status.lastSuccessfulTime = completionTime
}

function observeOne(cluster: Cluster, owner: CronJob, status: Status, job: Job): void {
  const { name, uid } = job.metadata
  const found = isActive(status, uid)
  if (!found && !isFinished(job)) {
    const text = `Saw a job that the controller did not create or forgot: ${name}`
    cluster.event(owner, 'Warning', 'UnexpectedJob', text)
  } else if (found && isFinished(job)) {
    drop(status, uid)
    const end = conditionOf(job, 'Complete') ? 'Complete' : 'Failed'
    const text = `Saw completed job: ${name}, condition: ${end}`
    cluster.event(owner, 'Normal', 'SawCompletedJob', text)
  }
  // Also of a Job that somebody else has made.
  if (conditionOf(job, 'Complete')) noteSuccess(status, job)
}

/** Brings the list of active Jobs up to date. k8s: pkg/controller/cronjob syncCronJob (1.36) */
export function observe(
  cluster: Cluster,
  owner: CronJob,
  status: Status,
  jobs: readonly Job[],
): void {
  for (const job of jobs) observeOne(cluster, owner, status, job)
  const present = new Set(jobs.map((job) => job.metadata.uid))
  for (const { name = '', uid = '' } of status.active ?? []) {
    if (present.has(uid)) continue
    cluster.event(owner, 'Normal', 'MissingJob', `Active job went missing: ${name}`)
    drop(status, uid)
  }
}

export function jobName(owner: CronJob, at: Millis): string {
  return `${owner.metadata.name}-${Math.floor((at + EPOCH) / 60_000)}`
}

/** k8s: pkg/controller/cronjob getJobFromTemplate2 (1.36) */
export function jobDraft(owner: CronJob, table: Timetable, at: Millis): Draft<Job> {
  const { metadata, spec } = owner.spec.jobTemplate
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(owner, at),
      namespace: owner.metadata.namespace ?? '',
      ...(metadata?.labels ? { labels: metadata.labels } : {}),
      annotations: { ...metadata?.annotations, [SCHEDULED]: zonedTime(table, at) },
      ownerReferences: [ownedBy(owner)],
    },
    spec,
  }
}

export function referenceTo(job: Job): ObjectReference {
  const { namespace = '', name, uid, resourceVersion } = job.metadata
  return { kind: 'Job', namespace, name, uid, apiVersion: 'batch/v1', resourceVersion }
}
