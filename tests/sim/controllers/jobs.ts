import {
  type Cluster,
  type CronJob,
  type CronJobSpec,
  type Draft,
  type Job,
  type JobSpec,
  type Millis,
  runUntil,
} from '../../../src/sim/index.ts'

export interface JobWish extends Partial<Omit<JobSpec, 'template'>> {
  /** The shell line of the container. */
  readonly line?: string
  readonly restartPolicy?: 'Never' | 'OnFailure'
}

/** The lab's agents honour `sleep N` and `exit N`. */
export function jobSpec({ line = 'sleep 1', restartPolicy = 'Never', ...spec }: JobWish): JobSpec {
  const container = { name: 'c', image: 'busybox', command: ['sh', '-c', line] }
  return { ...spec, template: { spec: { restartPolicy, containers: [container] } } }
}

export function jobDraft(name: string, wish: JobWish = {}): Draft<Job> {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: jobSpec(wish),
  }
}

export function cronJobDraft(
  name: string,
  wish: Partial<CronJobSpec> = {},
  job: JobWish = {},
): Draft<CronJob> {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: 'default' },
    spec: { schedule: '*/1 * * * *', ...wish, jobTemplate: { spec: jobSpec(job) } },
  }
}

export function pass(cluster: Cluster, ms: Millis): void {
  runUntil(cluster, { time: cluster.now + ms })
}

export function jobOf(cluster: Cluster, name: string): Job {
  return cluster.get('Job', 'default', name)
}

/** Conditions as `Type=Status:Reason`, in their order. */
export function conditionsOf(job: Job): readonly string[] {
  return (job.status.conditions ?? []).map((c) => `${c.type}=${c.status}:${c.reason}`)
}

/** What was told of an object: `reason | message`, in order of the first time. */
export function toldOf(cluster: Cluster, kind: string, name: string): readonly string[] {
  return cluster
    .list('Event', { namespace: 'default' })
    .filter((e) => e.involvedObject.kind === kind && e.involvedObject.name === name)
    .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map((e) => e.reason ?? '')
}

/** When pods of the Job were created, in seconds since the first. */
export function births(cluster: Cluster, name: string): readonly number[] {
  const at = cluster.journal
    .since(cluster.journal.compacted)
    .filter((e) => e.kind === 'Pod' && e.verb === 'create' && e.key.startsWith(`default/${name}-`))
    .map((e) => e.at)
  return at.map((one) => Math.round((one - (at[0] ?? 0)) / 1000))
}
