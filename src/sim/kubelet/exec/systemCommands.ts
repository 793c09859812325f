import { wholeValue } from '../../scheduler/amounts.ts'
import { formatTime } from '../../time.ts'
import { machineOf } from '../machine.ts'
import { placeOf } from './files.ts'
import type { Inside } from './inside.ts'
import { failed, flags, ok, operands, type Program, plain } from './program.ts'

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
/** What `sleep infinity` stands for: a day. */
const FOR_EVER = 86_400_000

export const sleep: Program = function* ({ args }) {
  let total = 0
  for (const arg of args) {
    const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(arg) ?? []
    if (/^inf/.test(arg)) total += FOR_EVER
    else if (amount === undefined) return failed(`sleep: invalid number '${arg}'\n`)
    else total += Number(amount) * (UNITS[unit || 's'] ?? 1000)
  }
  yield { sleep: total }
  return ok()
}

const SIGNALS: Readonly<Record<string, string>> = {
  '1': 'HUP',
  '2': 'INT',
  '3': 'QUIT',
  '9': 'KILL',
  '15': 'TERM',
}

export const kill: Program = function* ({ args }) {
  const flag = args.find((arg) => arg.startsWith('-'))?.replace(/^-(?:s|SIG)?/, '') || '15'
  const signal = SIGNALS[flag] ?? flag.replace(/^SIG/, '')
  for (const target of operands(args)) {
    if (target !== '1') return failed(`sh: can't kill pid ${target}: No such process\n`)
    yield { effect: { type: 'signal', signal } }
  }
  return ok()
}

function mounts(
  inside: Inside,
): readonly (readonly [source: string, path: string, type: string])[] {
  const { container, pod } = inside
  return (container.volumeMounts ?? []).map((mount) => {
    const volume = pod.spec.volumes?.find((one) => one.name === mount.name)
    const place = placeOf(inside, mount.mountPath)
    if (place.store.startsWith('nfs/'))
      return [place.store.slice(4), mount.mountPath, 'nfs4'] as const
    const inMemory = volume?.secret ?? volume?.projected ?? volume?.emptyDir?.medium === 'Memory'
    return inMemory
      ? (['tmpfs', mount.mountPath, 'tmpfs'] as const)
      : (['/dev/sda1', mount.mountPath, 'ext4'] as const)
  })
}

export const df = plain(({ inside, args }) => {
  const human = flags(args).includes('h')
  const memory = wholeValue(
    machineOf(inside.cluster, inside.pod.spec.nodeName ?? '')?.memory ?? '0',
  )
  const line = (source: string, bytes: number, path: string): string => {
    const used = source === 'tmpfs' ? 0 : Math.round(bytes * 0.13)
    const unit = (amount: number): string =>
      human ? `${(amount / 1024 ** 3).toFixed(1)}G` : String(Math.round(amount / 1024))
    const percent = `${Math.round((used / Math.max(1, bytes)) * 100)}%`
    return `${source.padEnd(20)} ${unit(bytes).padStart(9)} ${unit(used).padStart(9)} ${unit(bytes - used).padStart(9)} ${percent.padStart(3)} ${path}`
  }
  const head = `Filesystem           ${human ? '     Size      Used Available' : '1K-blocks      Used Available'} Use% Mounted on`
  const rows = mounts(inside).map(([source, path]) =>
    line(source, source === 'tmpfs' ? memory : 40_000_000_000, path),
  )
  return ok(`${[head, line('overlay', 40_000_000_000, '/'), ...rows].join('\n')}\n`)
})

export const mount = plain(({ inside }) =>
  ok(
    [
      'overlay on / type overlay (rw,relatime)',
      'proc on /proc type proc (rw,nosuid,nodev,noexec,relatime)',
      ...mounts(inside).map(
        ([source, path, type]) =>
          `${source} on ${path} type ${type} (${placeOf(inside, path).readOnly ? 'ro' : 'rw'},relatime)`,
      ),
      '',
    ].join('\n'),
  ),
)

export const ps = plain(({ inside }) => {
  const main = [...(inside.container.command ?? []), ...(inside.container.args ?? [])].join(' ')
  return ok(
    `PID   USER     TIME  COMMAND\n    1 root      0:00 ${main || `{${inside.container.name}}`}\n    7 root      0:00 ps\n`,
  )
})

export const hostname = plain(({ inside, args }) =>
  ok(`${args[0] === '-i' ? inside.ip : (inside.pod.spec.hostname ?? inside.pod.metadata.name)}\n`),
)

export const env = plain(({ variables, args }) => {
  const [name] = args
  if (name !== undefined) {
    const found = variables.get(name)
    return found === undefined ? failed('') : ok(`${found}\n`)
  }
  return ok([...variables].map(([key, value]) => `${key}=${value}\n`).join(''))
})

const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ')
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** Day of the week by Zeller's congruence, 0 for Sunday. */
function weekday(year: number, month: number, day: number): number {
  const shifted = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0
  const y = month < 3 ? year - 1 : year
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shifted + day) % 7
}

export const date = plain(({ inside, args }) => {
  const [, year = 0, month = 1, day = 1, time = ''] = (
    /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(formatTime(inside.cluster.now)) ?? []
  ).map((part, index) => (index > 0 && index < 4 ? Number(part) : part)) as [
    string,
    number,
    number,
    number,
    string,
  ]
  if (args[0] === '+%s') return ok(`${Math.floor(inside.cluster.now / 1000)}\n`)
  return ok(
    `${DAYS[weekday(year, month, day)]} ${MONTHS[month - 1]} ${String(day).padStart(2)} ${time} UTC ${year}\n`,
  )
})
