import type { CronJob, JobSpec } from '../../sim/types/index.ts'
import { Failure } from '../failure.ts'
import type { Json } from '../manifests.ts'
import { readAsks } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { CREATE_FLAGS } from './createMore.ts'
import { commandOf, oneName, postGenerated } from './generated.ts'

function podSpec(
  name: string,
  image: string,
  command: readonly string[],
  restartPolicy: string,
): Json {
  const container = { name, image, ...(command.length > 0 ? { command } : {}), resources: {} }
  return { template: { metadata: {}, spec: { containers: [container], restartPolicy } } }
}

/** The CronJob that `--from` names. k8s: kubectl/pkg/cmd/create CreateJobOptions.Run (1.36) */
function cronJobOf(call: Call, from: string): CronJob {
  const asks = readAsks(call.cluster, [from])
  const [ask] = asks
  if (!ask?.name || asks.length > 1) throw new Failure('from must be an existing cronjob')
  const found = call.cluster.get(ask.spec.kind, call.namespace, ask.name)
  if (found.kind !== 'CronJob') throw new Failure(`unknown object type *v1.${found.kind}`)
  return found
}

/** k8s: kubectl/pkg/cmd/create createJobFromCronJob (1.36) */
function fromCronJob(name: string, { metadata, spec }: CronJob): Json {
  const { metadata: template, spec: inner } = spec.jobTemplate
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: metadata.name, uid: metadata.uid }
  return jobOf(
    {
      name,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...template?.annotations },
      ...(template?.labels ? { labels: template.labels } : {}),
      ownerReferences: [{ ...owner, controller: true }],
    },
    inner,
  )
}

function jobOf(metadata: Json, spec: Json | JobSpec): Json {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec, status: {} }
}

export const job: Verb = {
  name: 'job',
  usage: 'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  short: 'Create a job with the specified name',
  examples: [
    'kubectl create job my-job --image=busybox -- date',
    'kubectl create job test-job --from=cronjob/a-cronjob',
  ],
  flags: [
    ...CREATE_FLAGS,
    { name: 'image', type: 'string', help: 'Image to run.' },
    { name: 'from', type: 'string', help: 'The CronJob to run once, such as cronjob/backup.' },
  ],
  *run(call) {
    const { flags } = call
    const name = oneName(call)
    const command = commandOf(call)
    const image = flags.text('image')
    const from = flags.text('from')
    if ((image === '') === (from === ''))
      throw new Failure('either --image or --from must be specified')
    if (command.length > 0 && from !== '') throw new Failure('cannot specify --from and command')
    const wanted =
      from === ''
        ? jobOf({ name }, podSpec(name, image, command, 'Never'))
        : fromCronJob(name, cronJobOf(call, from))
    yield* postGenerated(call, wanted, 'failed to create job: ')
    return 0
  },
}

export const cronJob: Verb = {
  name: 'cronjob',
  aliases: ['cj'],
  usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  short: 'Create a cron job with the specified name',
  examples: ['kubectl create cronjob my-job --image=busybox --schedule="*/1 * * * *" -- date'],
  flags: [
    ...CREATE_FLAGS,
    { name: 'image', type: 'string', help: 'Image to run.' },
    { name: 'schedule', type: 'string', help: 'When to run, as cron writes it.' },
    { name: 'restart', type: 'string', help: "The pods' restart policy: OnFailure or Never." },
  ],
  *run(call) {
    const { flags } = call
    const missing = ['image', 'schedule'].filter((flag) => !flags.changed(flag))
    if (missing.length > 0)
      throw new Failure(`required flag(s) ${missing.map((flag) => `"${flag}"`).join(', ')} not set`)
    const name = oneName(call)
    const image = flags.text('image')
    const restart = flags.text('restart') || 'OnFailure'
    const wanted: Json = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name },
      spec: {
        schedule: flags.text('schedule'),
        jobTemplate: {
          metadata: { name },
          spec: podSpec(name, image, commandOf(call), restart),
        },
      },
      status: {},
    }
    yield* postGenerated(call, wanted, 'failed to create cronjob: ')
    return 0
  },
}
