import { formatTime } from '../../time.ts'
import { failed, ok, operands, type Program, plain } from './program.ts'

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
