import type { Cluster } from '../../cluster.ts'
import { ApiError } from '../../errors.ts'
import { controllerOf, keyOf } from '../../store.ts'
import { formatTime, type Millis, parseTime } from '../../time.ts'
import type { CronJob, Job } from '../../types/index.ts'
import type { Change, Controller } from '../controller.ts'
import { ownersOf } from '../owned.ts'
import {
  deleteJob,
  isActive,
  jobDraft,
  jobName,
  observe,
  referenceTo,
  type Status,
  trimHistory,
} from './children.ts'
import { dueTime, type Timetable, timetableOf, untilNext } from './times.ts'

const ACTOR = 'cronjob'
const owners = ownersOf('CronJob')
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAY: Millis = 86_400_000

/** k8s: pkg/controller/cronjob ControllerV2.sync (1.36) */
export const cronjob: Controller<'CronJob'> = {
  name: ACTOR,
  source: 'cronjob-controller',
  kind: 'CronJob',
  watches: {
    CronJob: (_, cluster, change) => changed(cluster, change),
    Job: (job, cluster, change) => (controllerOf(job) ? owners(job, cluster, change) : []),
  },
  reconcile(cluster, key) {
    const found = cluster.at('CronJob', key)
    if (!found) return undefined
    const status: Status = { ...found.status }
    const jobs = jobsOf(cluster, found)
    trimHistory(cluster, found, status, jobs)
    observe(cluster, found, status, jobs)
    const { wait, failure } = schedule(cluster, found, status)
    const live = cluster.at('CronJob', key)
    if (live) {
      cluster.why(`${status.active?.length ?? 0} jobs are active`)
      cluster.updateStatus<CronJob>({ ...live, status })
    }
    if (failure) throw failure
    return wait === undefined || wait === Number.POSITIVE_INFINITY
      ? undefined
      : { requeueAfter: wait, background: true }
  },
}

/** A new timetable only sets the clock; everything else is looked at now. */
// k8s: pkg/controller/cronjob updateCronJob (1.36)
function changed(cluster: Cluster, { before, after }: Change<CronJob>): readonly string[] {
  if (!after) return []
  const key = keyOf(after)
  const same =
    before?.spec.schedule === after.spec.schedule && before.spec.timeZone === after.spec.timeZone
  if (!before || same) return [key]
  const wait = untilNext(after, timetableOf(after), cluster.now)
  if (wait !== Number.POSITIVE_INFINITY) cluster.enqueue(ACTOR, key, wait, { background: true })
  return []
}

function jobsOf(cluster: Cluster, found: CronJob): readonly Job[] {
  const jobs = [...cluster.owned('Job', found.metadata.uid)]
  return jobs.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
}

interface Scheduled {
  readonly wait?: Millis
  readonly failure?: ApiError
}

/** RFC 1123 with a numeric zone, as Go writes it: Mon, 23 Nov 2026 04:07:00 +0000. */
function rfc1123(at: Millis): string {
  const text = formatTime(at)
  const [year = '', month = '', date = ''] = text.slice(0, 10).split('-')
  // The year 1970 began on a Thursday.
  const days = Math.floor((parseTime(text) - parseTime('1970-01-01T00:00:00Z')) / DAY)
  const day = DAYS[(days + 3) % 7]
  return `${day}, ${date} ${MONTHS[Number(month) - 1]} ${year} ${text.slice(11, 19)} +0000`
}

/** Starts the Job whose time has come, if it may. k8s: pkg/controller/cronjob syncCronJob (1.36) */
function schedule(cluster: Cluster, found: CronJob, status: Status): Scheduled {
  if (found.metadata.deletionTimestamp || found.spec.suspend) return {}
  const table = timetableOf(found)
  const { now } = cluster
  const { at, tooMany, senseless } = dueTime(found, table, now)
  if (senseless) {
    const text = `invalid schedule: ${found.spec.schedule} : time difference between two schedules is less than 1 second`
    cluster.event(found, 'Warning', 'InvalidSchedule', text)
    return {}
  }
  if (tooMany)
    cluster.event(
      found,
      'Warning',
      'TooManyMissedTimes',
      'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
    )
  const wait = () => untilNext({ ...found, status }, table, now)
  if (at === undefined || !mayStart(cluster, found, status, at)) return { wait: wait() }
  const failure = start(cluster, found, status, table, at)
  return failure ? { failure } : { wait: wait() }
}

function mayStart(cluster: Cluster, found: CronJob, status: Status, at: Millis): boolean {
  const { startingDeadlineSeconds: deadline, concurrencyPolicy } = found.spec
  if (deadline !== undefined && at + deadline * 1000 < cluster.now) {
    const text = `Missed scheduled time to start a job: ${rfc1123(at)}`
    cluster.event(found, 'Warning', 'MissSchedule', text)
    return false
  }
  const name = jobName(found, at)
  if (status.active?.some((one) => one.name === name)) return false
  if (status.lastScheduleTime === formatTime(at)) return false
  if (concurrencyPolicy !== 'Forbid' || (status.active?.length ?? 0) === 0) return true
  cluster.event(
    found,
    'Normal',
    'JobAlreadyActive',
    'Not starting job because prior execution is running and concurrency policy is Forbid',
  )
  return false
}

/** Those that still run make room. */
function replaceActive(cluster: Cluster, found: CronJob, status: Status): void {
  for (const { namespace = '', name = '' } of status.active ?? []) {
    const job = cluster.find('Job', namespace, name)
    cluster.why('the next run replaces it')
    if (job) deleteJob(cluster, found, status, job)
  }
}

function start(
  cluster: Cluster,
  found: CronJob,
  status: Status,
  table: Timetable,
  at: Millis,
): ApiError | undefined {
  if (found.spec.concurrencyPolicy === 'Replace') replaceActive(cluster, found, status)
  const made = post(cluster, found, table, at)
  if (made instanceof ApiError) return made
  if (!made || isActive(status, made.metadata.uid)) return undefined
  status.active = [...(status.active ?? []), referenceTo(made)]
  status.lastScheduleTime = formatTime(at)
  return undefined
}

/** The Job of that time: a new one, or the one that an earlier look has made; undefined when the name is somebody else's. */
function post(
  cluster: Cluster,
  found: CronJob,
  table: Timetable,
  at: Millis,
): Job | ApiError | undefined {
  cluster.why(`its time has come: ${formatTime(at)}`)
  try {
    const job = cluster.create<'Job'>(jobDraft(found, table, at))
    cluster.event(found, 'Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`)
    return job
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.reason === 'AlreadyExists') {
      const job = cluster.get('Job', found.metadata.namespace ?? '', jobName(found, at))
      return controllerOf(job)?.uid === found.metadata.uid ? job : undefined
    }
    if (!error.message.includes('because it is being terminated'))
      cluster.event(found, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`)
    return error
  }
}
